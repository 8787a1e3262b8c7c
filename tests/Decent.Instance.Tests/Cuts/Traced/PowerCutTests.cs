using Decent.Instance.Publishing;
using Decent.Peer;
using Decent.World.Traced;

namespace Decent.Instance.Tests.Cuts.Traced;

/// <summary>Power cuts of a folder as strace saw it written; DECENT_CUTS=1 makes 200 of them.</summary>
public sealed class PowerCutTests(RecordingOnce once) : IClassFixture<RecordingOnce>
{
    private const ulong Seed = 20261128;

    /// <summary>DECENT_CUTS_KEPT names a folder into which those that end badly are built again, to be looked at.</summary>
    private static string? Kept => Environment.GetEnvironmentVariable("DECENT_CUTS_KEPT");

    /// <summary>What is not synced in each of these cases; each of them alone must cost something.</summary>
    private static readonly Dictionary<string, Func<string, bool>> Negligence = new()
    {
        ["folders of branches"] = path => path.EndsWith("/_data.git", StringComparison.Ordinal) || path.Contains("/_data.git/refs", StringComparison.Ordinal),
        ["packs"] = path => path.Contains("/_data.git/objects/pack/tmp_pack_", StringComparison.Ordinal),
        ["names of packs"] = path => path.EndsWith("/_data.git/objects/pack", StringComparison.Ordinal),
        ["branches and packed-refs"] = path => path.Contains("/_data.git/", StringComparison.Ordinal) && path.EndsWith(".lock", StringComparison.Ordinal),
        ["the ledger"] = path => path.EndsWith("/ledger.db-wal", StringComparison.Ordinal),
    };

    /// <summary>All of them, or the one that git alone would leave out.</summary>
    public static TheoryData<string> Unsynced => RecordingOnce.IsWhole ? [.. Negligence.Keys] : ["names of packs"];

    [Fact]
    public async Task What_was_acknowledged_survives_a_power_cut_at_any_moment()
    {
        var (disk, lines) = once.Recording.Read();
        var cuts = Cuts(disk, lines, RecordingOnce.IsWhole ? 200 : 2);
        var found = new List<string>();
        foreach (var ((cut, seed), number) in cuts.Select((c, i) => (c, i + 1)))
        {
            if (number % 20 == 0)
                TestContext.Current.TestOutputHelper?.WriteLine($"cut {number} of {cuts.Count}, {found.Count} faults");
            var faults = await FaultsAsync(disk, lines, cut, new Mercy(seed));
            found.AddRange(faults.Select(fault => $"Cut after line {cut} of {disk.End}, seed {seed}: {fault}"));
            if (faults.Count > 0 && Kept is { Length: > 0 })
                new PowerCut(cut, new Mercy(seed)).Build(disk, Path.Combine(Kept, $"{cut}-{seed}"));
        }
        Assert.True(found.Count == 0, string.Join('\n', found.Take(40)));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{cuts.Count} power cuts among {disk.Points.Count} changes and syncs, {lines.Count} acknowledged publications, none lost");
    }

    [Theory]
    [MemberData(nameof(Unsynced))]
    public async Task A_disk_that_does_not_sync_one_of_these_loses_what_was_acknowledged(string unsynced)
    {
        var (disk, lines) = once.Recording.Read(path => !Negligence[unsynced](path));
        Assert.NotEmpty(await FaultsAsync(disk, lines, lines[^1], Mercy.None()));
    }

    /// <summary>Right before or after a sync or a name's change; a quarter of them anywhere, and three of four behind the first acknowledgement.</summary>
    private static List<(int Cut, ulong Seed)> Cuts(Disk disk, List<int> lines, int count)
    {
        var rng = new Rng(Seed);
        List<int> all = [.. disk.Points];
        List<int> acknowledged = [.. disk.Points.Where(point => point >= lines[0])];
        return [.. Enumerable.Range(0, count).Select(i => (i % 4) switch
        {
            0 => (all[rng.Below(all.Count)] - rng.Below(2), rng.Next()),
            1 => (lines[0] + rng.Below(disk.End - lines[0]), rng.Next()),
            _ => (acknowledged[rng.Below(acknowledged.Count)] - rng.Below(2), rng.Next()),
        })];
    }

    /// <summary>What is wrong with a daemon that starts on what a cut left, and publishes.</summary>
    private async Task<List<string>> FaultsAsync(Disk disk, List<int> lines, int cut, Mercy mercy)
    {
        using var folder = new TempFolder();
        var state = folder.At("state");
        new PowerCut(cut, mercy).Build(disk, state);
        var acknowledgements = lines.Count(line => line <= cut);
        List<string> faults = [];
        try
        {
            await using var daemon = await OpenDaemon.StartAsync(state);
            faults.AddRange((await Inspection.RunAsync(state, daemon.Http, once.Recording.Witness, acknowledgements)).Faults);
            if (acknowledgements > 0 && await daemon.Http.GetStringAsync("/api/v1/keys", Some.Ct) != once.Recording.Keys)
                faults.Add("The instance has other keys than it signed with.");
            await PublishAsync(daemon, folder.Write("source", Some.Bytes(100)), $"{Names.Tenants[cut % Names.Tenants.Count]}/on", faults);
            faults.AddRange(await Metadata.FaultsAsync(state, daemon));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            faults.Add($"The daemon does not go on: {e}");
        }
        faults.AddRange(await GitFacts.FaultsAsync(state, swept: true));
        return faults;
    }

    private static async Task PublishAsync(OpenDaemon daemon, string source, string id, List<string> faults)
    {
        var answer = await daemon.Get<Publisher>().PublishAsync(source, id, bytes: null, Some.Ct);
        if (answer.Outcome != PublishOutcome.Published)
            faults.Add($"{id} cannot be published: {answer.Outcome} {answer.Rule}");
    }
}
