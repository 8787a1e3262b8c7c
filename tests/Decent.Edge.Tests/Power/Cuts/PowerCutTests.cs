using System.Diagnostics;
using System.Globalization;
using System.Text;
using Decent.Content;
using Decent.Content.Disk;
using Decent.Edge.Power;
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
        List<string> faults = [];
        try
        {
            List<string[]> before = [.. told.TakeWhile(line => line.Line <= cut).Select(line => line.Words)];
            // What was under way may be there or not.
            string[] next = told.Skip(before.Count).Select(line => line.Words).FirstOrDefault([""]);
            using StopLedger ledger = StopLedger.Open(folder);
            faults.AddRange(FaultsOf(ledger.Finding, before, next));
            ledger.Begin();
            using ContentStore store = StoreScript.Open(folder, new WriteGate(), compares: !ledger.Finding.IsClean);
            faults.AddRange(FaultsOf(store, before, next));
        }
        catch (Exception error)
        {
            faults.Add($"the edge does not start: {error}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return faults;
    }

    /// <summary>Sealed last, it ended in order; written since, it did not, unless the next seal was under way.</summary>
    private static IEnumerable<string> FaultsOf(StopFinding finding, List<string[]> told, string[] next)
    {
        string last = told.Select(words => words[0]).LastOrDefault(word => word is "sealed" or "unsealing" or "unsealed" or "begun", "");
        if (last == "sealed" && next[0] == "unsealing" && !finding.IsClean)
        {
            yield return $"a seal that was acknowledged is not there: {finding.Reason}";
        }

        if (last is "unsealed" or "begun" && next[0] != "sealed" && finding.IsClean)
        {
            yield return "a run that was cut is called one that ended in order";
        }
    }

    private static IEnumerable<string> FaultsOf(ContentStore store, List<string[]> told, string[] next)
    {
        foreach (IGrouping<string, string[]> heads in told.Where(words => words[0] == "head").GroupBy(words => words[1]))
        {
            long count = long.Parse(heads.Last()[2], CultureInfo.InvariantCulture);
            if (!store.TryGetHead(Some.Id($"t/r{heads.Key}"), out Head? head) || head.Count < count)
            {
                yield return $"head {heads.Key} was acknowledged with {count} and is {(head is null ? "gone" : head.Count)}";
            }
            else if (head != Some.Head(head.Id.Text, head.Count))
            {
                yield return $"head {heads.Key} is none that was ever put";
            }
        }

        foreach (string[] file in told.Where(words => words[0] == "file"))
        {
            byte[]? bytes = Read(store, Cid.TryParse(file[2], out Cid cid) ? cid : throw new FormatException(file[2]));
            if (bytes is null || !bytes.AsSpan().SequenceEqual(StoreScript.Bytes(int.Parse(file[1], CultureInfo.InvariantCulture))))
            {
                yield return $"file {file[1]} was acknowledged and is {(bytes is null ? "gone" : "another one")}";
            }
        }

        foreach (IGrouping<string, string[]> pins in told.Where(words => words[0] == "pin").GroupBy(words => words[1]))
        {
            bool isPinned = store.Pins.Any(id => id.Text == $"t/r{pins.Key}"), isUnderWay = next[0] == "pin" && next[1] == pins.Key;
            if (!isUnderWay && isPinned != (pins.Last()[2] == "1"))
            {
                yield return $"pin {pins.Key} was acknowledged as {pins.Last()[2]} and is not so";
            }
        }
    }

    private static byte[]? Read(ContentStore store, Cid cid)
    {
        using ContentReader? reader = store.OpenObject(cid);
        byte[] all = new byte[reader?.Length ?? 0];
        for (int leaf = 0, at = 0; leaf < (reader?.LeafCount ?? 0); leaf++)
        {
            int length = reader!.ReadLeaf(leaf, all.AsSpan(at));
            if (length < 0)
            {
                return null;
            }

            at += length;
        }

        return reader is null ? null : all;
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
