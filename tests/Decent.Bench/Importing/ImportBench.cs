using System.Globalization;
using Decent.Bench.Measuring;

namespace Decent.Bench.Importing;

/// <summary>Import to CID beside raw SHA-256 of the same file, on one core.</summary>
public sealed class ImportBench(Report report, Scratch scratch)
{
    private const string Part = "import";
    private const int SmallFiles = 2000;
    private const int SmallFileBytes = 6000;
    private static readonly string[] Ways = ["raw", "cid", "copy", "store"];

    /// <summary>One large file, then a folder of small ones.</summary>
    public async Task RunAsync(int gib, int rounds, CancellationToken ct)
    {
        report.Say($"import: {gib} GiB, {rounds} interleaved rounds, one core, source in the page cache");
        await LargeAsync((long)gib << 30, rounds, ct);
        await SmallAsync(rounds, ct);
    }

    private async Task LargeAsync(long size, int rounds, CancellationToken ct)
    {
        string source = scratch.Noise("large", size);
        Dictionary<string, List<Sample>> samples = Ways.ToDictionary(way => way, _ => new List<Sample>());
        for (int round = 0; round < rounds; round++)
        {
            foreach (string way in Ways)
            {
                samples[way].Add(await Sample.TakeAsync([way, source, scratch.Path("target")], ct));
                scratch.Drop("target");
            }
        }

        scratch.Drop("large");
        Sample idle = await Sample.TakeAsync(["idle", source, ""], ct);
        Demand(samples["store"].Concat(samples["cid"]).Select(sample => sample.Check).Distinct().Count() == 1, "the two ways to a CID differ");
        report.Say($"  a process that does nothing: {Memory(idle)}");
        foreach (string way in Ways)
        {
            report.Add(Line(way, samples, size));
        }
    }

    private static Figure Line(string way, Dictionary<string, List<Sample>> samples, long size)
    {
        string what = way switch
        {
            "raw" => "raw SHA-256",
            "cid" => "hash to CID, nothing stored",
            "copy" => "plain copy and fsync, nothing hashed",
            _ => "import to CID, stored and durable",
        };
        List<Sample> taken = samples[way];
        double speed = Median.Of(taken.Select(sample => size / sample.Seconds / 1e6));
        double cpu = Median.Of(taken.Select(sample => sample.CpuSeconds / (size / 1e9)));
        double ratio = Median.Of(taken.Zip(samples["raw"], (own, raw) => raw.Seconds / own.Seconds));
        double cpuRatio = Median.Of(taken.Zip(samples["raw"], (own, raw) => raw.CpuSeconds / own.CpuSeconds));
        return new Figure(Part, what, Text($"{speed:0} MB/s, {cpu:0.00} CPU s/GB"), way == "raw" ? "" : "raw SHA-256",
            way == "raw" ? "" : Text($"{ratio:0.00} by time, {cpuRatio:0.00} by CPU"), Memory(taken.MaxBy(sample => sample.PeakResidentBytes)!));
    }

    private async Task SmallAsync(int rounds, CancellationToken ct)
    {
        for (int i = 0; i < SmallFiles; i++)
        {
            scratch.Noise($"small/{i:D4}", SmallFileBytes);
        }

        List<Sample> stored = [], plain = [];
        for (int round = 0; round < rounds; round++)
        {
            stored.Add(await Sample.TakeAsync(["store", scratch.Path("small"), scratch.Path("target")], ct));
            scratch.Drop("target");
            plain.Add(await Sample.TakeAsync(["files", scratch.Path("small"), scratch.Path("target")], ct));
            scratch.Drop("target");
        }

        scratch.Drop("small");
        report.Add(new Figure(Part, Text($"{SmallFiles} files of {SmallFileBytes} bytes as a folder"),
            Text($"{Median.Of(stored.Select(sample => SmallFiles / sample.Seconds)):0} files/s"),
            Text($"each copied, fsynced, renamed: {Median.Of(plain.Select(sample => SmallFiles / sample.Seconds)):0} files/s"),
            Text($"{Median.Of(stored.Zip(plain, (own, other) => other.Seconds / own.Seconds)):0.00}"),
            Memory(stored.MaxBy(sample => sample.PeakResidentBytes)!)));
    }

    private static string Memory(Sample sample) => Text($"{sample.PeakResidentBytes / 1048576.0:0} MiB peak, {sample.HeapBytes / 1048576.0:0.0} MiB heap");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
