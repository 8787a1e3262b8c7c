using System.Text.Json;
using Decent.Content;
using Decent.Instance.Cli;
using Decent.Instance.Nodes;
using Decent.Protocol.Frames;

namespace Decent.Instance.Tests.Commands;

public sealed class CommandDeskTests
{
    [Theory]
    [InlineData(CommandResult.Done, 0, "hall-board holds up to 200 blocks now.")]
    [InlineData(CommandResult.Expired, 1, "after its time")]
    [InlineData(CommandResult.Refused, 1, "refused")]
    [InlineData(CommandResult.UnknownVerb, 1, "does not know 'resize'")]
    [InlineData(CommandResult.Failed, 1, "failed")]
    [InlineData(CommandResult.Stopping, 1, "was about to stop")]
    public async Task A_command_is_said_once_and_its_result_told(byte status, int exit, string sentence)
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var node = await BornAsync(daemon, await TestNode.EnrolAsync(daemon, "hall-board"), 1);
        var asked = daemon.CliAsync("nodes", "command", "hall-board", "resize", "200", "--timeout", "60");
        var command = await node.CommandAsync();
        Assert.Equal((Command.VerbResize, 200u, 0), (command.Verb, command.Value, command.Count));
        Assert.InRange(command.UntilUptimeSeconds, 125u, 160u);
        await node.ResultAsync(command.Id, status, value: 200);
        var answer = await asked;
        Assert.Equal(exit, answer.Exit);
        Assert.Contains(sentence, exit == 0 ? answer.Out : answer.Error);
    }

    [Fact]
    public async Task Numbers_rise_over_restarts_and_removal_and_a_lost_ledger()
    {
        List<ulong> ids = [(ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()];
        await using (var daemon = await TestDaemon.StartAsync(TestDaemon.Managed))
        {
            var credentials = await TestNode.EnrolAsync(daemon, "hall-board");
            await using (var node = await BornAsync(daemon, credentials, 1))
                ids.Add(await ReportAsync(daemon, node));
            await daemon.RestartAsync();
            await using (var node = await BornAsync(daemon, credentials, 2))
                ids.Add(await ReportAsync(daemon, node));
            await daemon.CliAsync("nodes", "remove", "hall-board");
            await using var again = await BornAsync(daemon, await TestNode.EnrolAsync(daemon, "hall-board"), 3);
            ids.Add(await ReportAsync(daemon, again));
        }

        await using var anew = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var there = await BornAsync(anew, await TestNode.EnrolAsync(anew, "hall-board"), 4);
        ids.Add(await ReportAsync(anew, there));
        Assert.Equal(ids.Distinct().Order(), ids);
    }

    [Fact]
    public async Task A_fifth_command_to_one_node_waits_for_its_turn()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var node = await BornAsync(daemon, await TestNode.EnrolAsync(daemon, "hall-board"), 1);
        var asked = new List<Task<CliAnswer>>();
        var ids = new List<ulong>();
        for (var i = 0; i < 4; i++)
        {
            asked.Add(daemon.CliAsync("nodes", "command", "hall-board", "report", "--timeout", "60"));
            ids.Add((await node.CommandAsync()).Id);
        }

        var fifth = await daemon.CliAsync("nodes", "command", "hall-board", "report");
        Assert.Equal((1, true), (fifth.Exit, fifth.Error.Contains("4 to one node")));
        foreach (var id in ids)
            await node.ResultAsync(id, CommandResult.Done);
        Assert.All(await Task.WhenAll(asked), a => Assert.Equal(0, a.Exit));
        await ReportAsync(daemon, node);
    }

    [Fact]
    public async Task A_node_that_is_silent_or_away_is_told_apart_from_one_that_refuses()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        var credentials = await TestNode.EnrolAsync(daemon, "hall-board");
        var never = await daemon.CliAsync("nodes", "command", "hall-board", "report");
        Assert.Equal((NodeOrderCommand.NoAnswer, true), (never.Exit, never.Error.Contains("not connected")));
        var line = await daemon.CliAsync("nodes", "command", "hall-board", "report", "--json");
        Assert.Equal((NodeOrderCommand.NoAnswer, ""), (line.Exit, line.Error));
        Assert.StartsWith("{\"outcome\":\"NotConnected\"", line.Out);
        await using var node = await BornAsync(daemon, credentials, 1);
        var silent = await daemon.CliAsync("nodes", "command", "hall-board", "report", "--timeout", "1");
        Assert.Equal((NodeOrderCommand.NoAnswer, true), (silent.Exit, silent.Error.Contains("within 1 s")));
        var command = await node.CommandAsync();
        // Its late answer is nobody's.
        await node.ResultAsync(command.Id, CommandResult.Done);
        Assert.True(await ReportAsync(daemon, node) > command.Id);
        Assert.Equal(1, daemon.Get<Decent.Instance.Commands.CommandDesk>().Unasked);
    }

    [Fact]
    public async Task Blocks_are_named_by_tag_or_resource()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var node = await BornAsync(daemon, await TestNode.EnrolAsync(daemon, "hall-board"), 1);
        var content = Some.Bytes(3 * 4032);
        await daemon.PublishAsync("home/site", content);
        var tag = new byte[16];
        BlockTag.Compute(content.AsSpan(4032, 4032), tag);
        var asked = daemon.CliAsync("nodes", "command", "hall-board", "prefetch", "home/site", new string('0', 32), "--pin", "--timeout", "60");
        var command = await node.CommandAsync();
        Assert.Equal((Command.VerbPrefetch, 1u, 4), (command.Verb, command.Value, command.Count));
        Assert.Equal(tag, command.Tags[16..32]);
        await node.ResultAsync(command.Id, CommandResult.Done, value: 4);
        Assert.Equal("hall-board fetches 4 blocks and keeps them." + Environment.NewLine, (await asked).Out);
    }

    [Theory]
    [InlineData("no command", "dance")]
    [InlineData("one number", "resize")]
    [InlineData("one number", "resize", "many")]
    [InlineData("at least one block", "resize", "0")]
    [InlineData("1 to 60 seconds", "identify", "61")]
    [InlineData("Name the blocks", "evict")]
    [InlineData("no resource", "prefetch", "home/nothing")]
    [InlineData("takes no blocks", "restart", "now")]
    [InlineData("belongs to prefetch", "report", "--pin")]
    [InlineData("1 to 600 seconds", "report", "--timeout", "601")]
    public async Task A_command_that_breaks_a_rule_is_not_said(string sentence, params string[] words)
    {
        await using var daemon = await TestDaemon.StartAsync();
        await daemon.CliAsync("nodes", "add", "hall-board");
        var answer = await daemon.CliAsync(["nodes", "command", "hall-board", .. words]);
        Assert.Equal(1, answer.Exit);
        Assert.Contains(sentence, answer.Error);
        Assert.Contains("no node", (await daemon.CliAsync("nodes", "command", "cellar-board", "report")).Error);
    }

    private static async Task<ulong> ReportAsync(TestDaemon daemon, TestNode node)
    {
        var asked = daemon.CliAsync("nodes", "command", "hall-board", "report", "--timeout", "60");
        var command = await node.CommandAsync();
        await node.ResultAsync(command.Id, CommandResult.Done);
        Assert.Equal(0, (await asked).Exit);
        return command.Id;
    }

    /// <summary>Connected, listening, and known to be so: a log record was acknowledged.</summary>
    private static async Task<TestNode> BornAsync(TestDaemon daemon, JsonElement credentials, uint number)
    {
        var node = await TestNode.ConnectAsync(credentials, link: number);
        await node.HearsAsync(node.CommandsTopic);
        await node.BirthAsync(connects: number);
        await node.LogAsync(new RunRecord { Type = RunRecord.Start, Run = 1, Sequence = 1 });
        await node.AckAsync();
        Assert.Equal(NodeState.Alive, daemon.Get<NodeRecords>().All().Single().State);
        return node;
    }
}
