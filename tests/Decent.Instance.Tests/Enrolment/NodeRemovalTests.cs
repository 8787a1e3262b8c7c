using Decent.Hosting.Identity;
using Decent.Instance.Broker;
using Decent.Instance.Enrolment;
using Decent.Instance.Nodes;
using Decent.Instance.Tests.HomeAssistant;
using Decent.Mqtt;
using Decent.Protocol;

namespace Decent.Instance.Tests.Enrolment;

/// <summary>What stays of a node that was removed: nothing, wherever it had left something.</summary>
public sealed class NodeRemovalTests
{
    private const string Name = "hall-board";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_removed_node_is_out_when_the_command_returns_and_the_broker_keeps_nothing_of_it()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var stays = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "kitchen-pi"));
        var connection = stays.Bus.Connection;
        await using var goes = await LitterAsync(daemon);
        await stays.BirthAsync();
        await UntilShownAsync(daemon, 3);
        Assert.Equal((7, 3), Of(await KeptAsync(daemon)));
        var refused = goes.Bus.WaitForAsync(MqttLinkState.Refused, Some.Ct);
        var answer = await daemon.CliAsync("nodes", "remove", Name);
        Assert.Equal((CliExit.Ok, $"Removed {Name}\n", ""), (answer.Exit, answer.Out.ReplaceLineEndings("\n"), answer.Error));
        var kept = await KeptAsync(daemon);
        Assert.Contains(stays.StateTopic, kept);
        Assert.Equal((0, 2), Of(kept));
        await refused.WaitAsync(Patience, TimeProvider.System, Some.Ct);
        Assert.Equal(connection, stays.Bus.Connection);
    }

    [Fact]
    public async Task A_session_that_the_broker_would_have_kept_for_a_removed_node_ends_too()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        var credentials = await TestNode.EnrolAsync(daemon, Name);
        await using var node = await TestNode.ConnectAsync(credentials, session: TimeSpan.FromDays(7));
        await node.HearsAsync(node.CommandsTopic);
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("nodes", "remove", Name)).Exit);
        await node.Bus.WaitForAsync(MqttLinkState.Refused, Some.Ct).WaitAsync(Patience, TimeProvider.System, Some.Ct);
        await using var voice = daemon.Get<InstanceBus>().OpenAside("voice2", inbox: 1);
        await voice.WaitForAsync(MqttLinkState.Connected, Some.Ct);
        await voice.PublishAsync(node.CommandsTopic, "of the old node"u8.ToArray(), MqttQos.AtLeastOnce, retain: false, Some.Ct);
        await using var again = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, Name), session: TimeSpan.FromDays(7));
        await again.HearsAsync(again.CommandsTopic);
        await voice.PublishAsync(node.CommandsTopic, "of the new node"u8.ToArray(), MqttQos.AtLeastOnce, retain: false, Some.Ct);
        Assert.Equal("of the new node"u8.ToArray(), (await again.NextAsync(_ => true)).Payload.ToArray());
    }

    [Fact]
    public async Task A_node_removed_while_the_broker_was_down_leaves_nothing_once_it_is_back()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using (await LitterAsync(daemon))
            Assert.Equal((7, 2), Of(await KeptAsync(daemon)));
        await daemon.RestartAsync(() =>
        {
            // As a command does it that is answered while the broker is away.
            using var ledger = Decent.Instance.Index.Ledger.Open(daemon.State);
            var registry = new NodeRegistry(ledger, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<NodeRegistry>.Instance);
            Assert.True(registry.Remove(Name));
            Assert.Equal(AddOutcome.Leaving, registry.Add(Name, out _));
            return Task.CompletedTask;
        });
        Assert.True(await daemon.Get<NodeSweep>().SweptAsync(Name, Patience, Some.Ct));
        await daemon.Get<Decent.Instance.HomeAssistant.HomeAssistantBridge>().ToldAsync(Patience, Some.Ct);
        var kept = await KeptAsync(daemon);
        Assert.True(Of(kept) == (0, 1), $"The broker keeps {string.Join(' ', kept)}");
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("nodes", "add", Name)).Exit);
    }

    [Fact]
    public async Task Without_a_broker_a_name_is_free_again_at_once()
    {
        await using var daemon = await TestDaemon.StartAsync();
        await TestNode.EnrolAsync(daemon, Name);
        Assert.Equal($"Removed {Name}\n", (await daemon.CliAsync("nodes", "remove", Name)).Out.ReplaceLineEndings("\n"));
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("nodes", "add", Name)).Exit);
    }

    /// <summary>A node that was born and kept a message at every place that it may write to, its will's included.</summary>
    private static async Task<TestNode> LitterAsync(TestDaemon daemon)
    {
        var node = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, Name));
        await node.BirthAsync();
        foreach (var topic in (string[])[Topics.Counters(node.Branch, Name), $"decent/1/{node.Branch:x2}/{Name}/up/odd/deep", $"decent/1/zz/{Name}/up/s"])
            Assert.Equal(MqttPublishResult.Sent, await node.SayAsync(topic, "x"u8.ToArray(), retain: true));
        await using var ear = Listen(daemon);
        await ear.UntilAsync(s => s.Keys.Count(k => k.StartsWith($"decent/1/ha/{Name}/", StringComparison.Ordinal)) == 3);
        return node;
    }

    private static async Task UntilShownAsync(TestDaemon daemon, int devices)
    {
        await using var ear = Listen(daemon);
        await ear.UntilAsync(s => s.Keys.Count(IsDevice) == devices);
    }

    /// <summary>Messages under the node's name, and devices of Home Assistant, whose topics do not have it.</summary>
    private static (int Named, int Devices) Of(IReadOnlyCollection<string> kept) => (kept.Count(t => t.Contains(Name)), kept.Count(IsDevice));

    private static bool IsDevice(string topic) => topic.StartsWith("homeassistant/device/", StringComparison.Ordinal);

    /// <summary>Topics with a retained message, as <c>mosquitto_sub</c> has them: its subscription brings all of them before anything later.</summary>
    private static async Task<IReadOnlyCollection<string>> KeptAsync(TestDaemon daemon)
    {
        await using var ear = Listen(daemon);
        await ear.UntilAsync(s => s.Count > 0);
        await using var link = daemon.Get<InstanceBus>().OpenAside("mark", inbox: 1);
        await link.WaitForAsync(MqttLinkState.Connected, Some.Ct);
        await link.PublishAsync("decent/1/mark", "x"u8.ToArray(), MqttQos.AtLeastOnce, retain: false, Some.Ct);
        await ear.UntilAsync(s => s.ContainsKey("decent/1/mark"));
        return [.. ear.Seen.Keys];
    }

    private static MosquittoSub Listen(TestDaemon daemon) => MosquittoSub.StartTopics(
        daemon.Get<InstanceBroker>().Address!.Port, BrokerRules.Owner, daemon.Get<BrokerSecret>().Text, "decent/1/#", "homeassistant/#");
}
