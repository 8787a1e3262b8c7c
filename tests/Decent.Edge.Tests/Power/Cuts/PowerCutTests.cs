using System.Diagnostics;
using System.Text;
using Decent.Peer;
using Decent.World.Traced;

namespace Decent.Edge.Tests.Power.Cuts;

/// <summary>
/// Power cuts of an edge's folder as strace saw it written: what was synced is left, and of the rest what a seed decides. DECENT_EDGE=1 cuts at every sync
/// and every change of a name, twice.
/// </summary>
public sealed class PowerCutTests : IDisposable
{
    private const int Operations = 500;
    private const ulong Seed = 20261128;
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static bool IsWhole => Environment.GetEnvironmentVariable("DECENT_EDGE") == "1";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_wrong_byte_is_served_and_nothing_acknowledged_is_lost_wherever_the_power_fails()
    {
        (Disk disk, List<(int Line, string[] Words)> told) = await RecordAsync("FULL", IsWhole ? Operations : 120);
        List<(int Cut, ulong Seed)> cuts = Cuts(disk);
        List<string> faults = [];
        foreach (((int cut, ulong seed), int number) in cuts.Select((cut, i) => (cut, i + 1)))
        {
            faults.AddRange(Faults(disk, told, cut, seed == 0 ? Mercy.None() : new Mercy(seed)).Select(fault => $"cut after line {cut}, seed {seed}: {fault}"));
            if (number % 500 == 0)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"cut {number} of {cuts.Count}, {faults.Count} faults");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(40)));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{cuts.Count} power cuts among {disk.Points.Count} syncs and changes of names, {told.Count} acknowledgements, none lost");
    }

    [Fact]
    public async Task With_less_than_FULL_a_stop_that_was_acknowledged_is_lost()
    {
        (Disk disk, List<(int Line, string[] Words)> told) = await RecordAsync("NORMAL", 60);
        List<int> seals = [.. told.Where(line => line.Words[0] == "sealed").Select(line => line.Line)];
        int lost = seals.Count(line => Faults(disk, told, line, Mercy.None()).Count > 0);
        Assert.True(seals.Count > 4 && lost > 0, $"{lost} of {seals.Count} stops are lost");
        TestContext.Current.TestOutputHelper?.WriteLine($"with NORMAL {lost} of {seals.Count} acknowledged stops are lost");
    }

    /// <summary>Every sync and change of a name, or some of them: once with nothing unsynced left, and once with what chance leaves.</summary>
    private static List<(int Cut, ulong Seed)> Cuts(Disk disk)
    {
        Rng rng = new(Seed);
        List<int> points = [.. disk.Points];
        IEnumerable<int> chosen = IsWhole ? points : Enumerable.Range(0, 40).Select(_ => points[rng.Below(points.Count)]);
        return [.. chosen.SelectMany(point => new[] { (point - rng.Below(2), 0UL), (point - rng.Below(2), rng.Next() | 1) })];
    }

    /// <summary>What is wrong with an edge that starts on what a cut left.</summary>
    private List<string> Faults(Disk disk, List<(int Line, string[] Words)> told, int cut, Mercy mercy)
    {
        string folder = _folder["left"];
        new PowerCut(cut, mercy).Build(disk, folder);
        try
        {
            return StoreVerdict.Faults(folder, told, cut);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Plays the script in a process of its own under strace.</summary>
    private async Task<(Disk Disk, List<(int Line, string[] Words)> Told)> RecordAsync(string synchronous, int operations)
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "strace"))),
            "strace is not installed: ./test.sh installs it, or apt-get install strace.");
        string root = Directory.CreateDirectory(_folder["root"]).FullName, trace = _folder["trace"], told = _folder["told"];
        ProcessStartInfo start = new("strace",
        [
            .. SystemCall.Tracing, "-o", trace, Environment.ProcessPath!, StoreScript.Verb, root, told, $"{Seed}", $"{operations}", synchronous,
        ]) { WorkingDirectory = _folder.Path, RedirectStandardError = true };
        using Process strace = Process.Start(start)!;
        string errors = await strace.StandardError.ReadToEndAsync(Ct);
        await strace.WaitForExitAsync(Ct);
        Assert.True(strace.ExitCode == 0, errors);
        Disk disk = new(root);
        List<(int, string[])> lines = [];
        foreach (SystemCall call in SystemCall.Read(trace))
        {
            disk.Take(call);
            if (call.Name is "write" or "pwrite64" && call.Path == told)
            {
                lines.Add((call.Ended, Encoding.ASCII.GetString(call.Texts[0]).Trim().Split(' ')));
            }
        }

        Assert.True(lines.Count > operations, $"{lines.Count} acknowledgements of {operations} operations");
        return (disk, lines);
    }
}
