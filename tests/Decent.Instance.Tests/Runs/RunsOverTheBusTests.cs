using System.Text.Json;
using Decent.Instance.Nodes;
using Decent.Instance.Runs;
using Decent.Protocol.Frames;

namespace Decent.Instance.Tests.Runs;

public sealed class RunsOverTheBusTests
{
    [Fact]
    public async Task A_run_is_opened_closed_and_known_again_over_restarts_of_the_instance()
    {
        // A node that still speaks this long after its termination hash has it taken back: a slow machine is no such node.
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed, runs: new RunsOptions { FarewellMs = 600_000 });
        var credentials = await TestNode.EnrolAsync(daemon, "hall-board");
        var first = await ConnectAsync(credentials, link: 1);
        await first.BirthAsync(boot: 1);
        await first.ClaimAsync(RunClaim.StageOpen, run: 1);
        var secret = await first.GrantAsync();
        Assert.Equal((RunGrant.KindSecret, RunGrant.VerdictNone, 1u), (secret.Kind, secret.Verdict, secret.Run));
        await daemon.RestartAsync(async () => await first.DisposeAsync());
        var second = await ConnectAsync(credentials, link: 2);
        await second.BirthAsync(boot: 1, connects: 2);
        await second.ClaimAsync(RunClaim.StageOpen, run: 1);
        var again = await second.GrantAsync();
        Assert.Equal(secret.Key, again.Key);
        await second.ClaimAsync(RunClaim.StageStored, run: 1, again);
        await second.ClaimAsync(RunClaim.StageClosing, run: 1);
        var hash = await second.GrantAsync();
        Assert.Equal((RunGrant.KindTermination, 1u), (hash.Kind, hash.Run));
        await second.ClaimAsync(RunClaim.StageStored, run: 1, hash);
        await daemon.RestartAsync(async () => await second.DisposeAsync());
        await using var third = await ConnectAsync(credentials, link: 3);
        await third.BirthAsync(boot: 2, connects: 1);
        await third.ClaimAsync(RunClaim.StageOpen, run: 2, hash);
        Assert.Equal(RunGrant.VerdictGraceful, (await third.GrantAsync()).Verdict);
        using var json = JsonDocument.Parse((await daemon.CliAsync("nodes", "--json")).Out);
        Assert.Equal("graceful", json.RootElement[0].GetProperty("runBefore").GetString());
        Assert.Equal(750_000, json.RootElement[0].GetProperty("avascMilli").GetInt64());
    }

    [Fact]
    public async Task A_log_is_acknowledged_once_it_is_stored_and_again_for_a_duplicate()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        var credentials = await TestNode.EnrolAsync(daemon, "hall-board");
        var node = await ConnectAsync(credentials, link: 1);
        await node.BirthAsync();
        var start = new RunRecord { Type = RunRecord.Start, Run = 1, Sequence = 1 };
        var stop = new RunRecord { Type = RunRecord.Stop, Run = 1, Sequence = 2, RunSeconds = 77 };
        await node.LogAsync(start, stop);
        Assert.Equal(2u, await node.AckAsync());
        await node.LogAsync(start, stop);
        Assert.Equal(2u, await node.AckAsync());
        await daemon.RestartAsync(async () => await node.DisposeAsync());
        Assert.Equal([(1u, 0u), (2u, 77u)], daemon.Get<RunBook>().LogOf("hall-board").Select(r => (r.Sequence, r.RunSeconds)));
        await using var later = await ConnectAsync(credentials, link: 2);
        await later.BirthAsync(connects: 2);
        await later.LogAsync(stop);
        Assert.Equal(2u, await later.AckAsync());
    }

    [Fact]
    public async Task An_inventory_and_the_score_are_listed()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var node = await ConnectAsync(await TestNode.EnrolAsync(daemon, "hall-board"), link: 1);
        await node.BirthAsync();
        await node.InventoryAsync(generation: 9, held: 224);
        // Acknowledged after everything before it was stored.
        await node.LogAsync(new RunRecord { Type = RunRecord.Start, Run = 1, Sequence = 1 });
        await node.AckAsync();
        using var json = JsonDocument.Parse((await daemon.CliAsync("nodes", "--json")).Out);
        var line = json.RootElement[0];
        var inventory = line.GetProperty("inventory");
        Assert.Equal((9, 2), (inventory.GetProperty("generation").GetInt32(), inventory.GetProperty("blocksPinned").GetInt32()));
        Assert.Equal((224, 256), (line.GetProperty("blocksHeld").GetInt32(), line.GetProperty("blocksMax").GetInt32()));
        Assert.Contains("\t750.000\t", (await daemon.CliAsync("nodes")).Out);
    }

    [Fact]
    public async Task A_stranger_and_poison_get_no_answer_and_harm_nothing()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var node = await ConnectAsync(await TestNode.EnrolAsync(daemon, "hall-board"), link: 1);
        // Before its birth a node has no link: nothing can be said to it.
        await node.ClaimAsync(RunClaim.StageOpen, run: 1);
        await node.BirthAsync();
        foreach (var leaf in (string[])["i", "k", "r"])
            foreach (var poison in (byte[][])[[1], Some.Bytes(64), new byte[1500]])
                await node.SayAsync(Protocol.Topics.Node(node.Branch, node.Name) + "up/" + leaf, poison);
        await node.ResultAsync(id: 5, CommandResult.Done);
        await node.ClaimAsync(RunClaim.StageOpen, run: 1);
        await node.GrantAsync();
        var feed = daemon.Get<NodeFeed>();
        Assert.Equal((1, 9), (feed.Count(FrameVerdict.Stale), feed.Count(FrameVerdict.Malformed)));
        Assert.Equal(1, daemon.Get<Decent.Instance.Commands.CommandDesk>().Unasked);
    }

    private static async Task<TestNode> ConnectAsync(JsonElement credentials, ulong link)
    {
        var node = await TestNode.ConnectAsync(credentials, link);
        return await node.HearsAsync(node.CommandsTopic);
    }
}
