using System.Text.Json;
using Decent.Hosting.Identity;
using Decent.Instance.Broker;
using Decent.Instance.Nodes;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Instance.Tests.Nodes;

public sealed class NodeFeedTests
{
    [Fact]
    public async Task A_node_is_born_counts_and_is_listed()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var node = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "kitchen-pi"));
        await node.BirthAsync();
        await node.CountersAsync(8064);
        await UntilAsync(daemon, r => r.Counters.BytesServed == 8064);
        Assert.StartsWith("kitchen-pi\talive\tedge\t10.0.0.7:4980\t13\t8064\t20", (await daemon.CliAsync("nodes")).Out);
        using var json = JsonDocument.Parse((await daemon.CliAsync("nodes", "--json")).Out);
        var line = json.RootElement[0];
        Assert.Equal(("alive", "0.1.0"), (line.GetProperty("state").GetString(), line.GetProperty("software").GetString()));
        Assert.Equal(NodeId.Of("kitchen-pi").ToString(), line.GetProperty("nodeId").GetString());
        Assert.Contains("nodes       1, 1 up, 0 down", (await daemon.CliAsync("status")).Out);
    }

    [Fact]
    public async Task A_link_that_breaks_is_a_death_and_one_that_says_goodbye_a_stop()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        var credentials = await TestNode.EnrolAsync(daemon, "kitchen-pi");
        var first = await TestNode.ConnectAsync(credentials, link: 1);
        await first.BirthAsync();
        await UntilAsync(daemon, r => r.State == NodeState.Alive);
        await first.DisposeAsync();
        await UntilAsync(daemon, r => r.State == NodeState.Dead);
        await using var second = await TestNode.ConnectAsync(credentials, link: 2);
        await second.BirthAsync(connects: 2);
        // The will of the first link, once more and late.
        await second.SayAsync(second.StateTopic, "x1 0000000000000001"u8.ToArray(), retain: true);
        await second.DeathAsync(Death.ReasonStopped);
        var record = await UntilAsync(daemon, r => r.Link == 2 && r.State == NodeState.Stopped);
        Assert.Equal((1u, 2u), (record.Boot, record.Connects));
        Assert.Equal(1, daemon.Get<NodeFeed>().Count(FrameVerdict.Stale));
    }

    [Fact]
    public async Task What_is_wrong_is_counted_and_dropped_and_the_feed_goes_on()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var node = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "kitchen-pi"));
        await node.BirthAsync(sequence: 1);
        await node.BirthAsync(sequence: 1);
        foreach (var poison in (byte[][])[[1], Some.Bytes(500), new byte[2000], "x1 nonsense"u8.ToArray()])
            foreach (var topic in (string[])[node.StateTopic, Topics.Counters(node.Branch, node.Name), Topics.Log(node.Branch, node.Name)])
                Assert.Equal(MqttPublishResult.Sent, await node.SayAsync(topic, poison));
        await node.SayAsync(Topics.Counters((byte)(node.Branch + 1), node.Name), new byte[20]);
        await node.CountersAsync(5, sequence: 9);
        await node.CountersAsync(6, sequence: 8);
        await node.LogAsync(new RunRecord { Type = RunRecord.Start, Run = 1, Sequence = 1 });
        await node.CountersAsync(7, sequence: 10);
        await UntilAsync(daemon, r => r.Counters.BytesServed == 7);
        var feed = daemon.Get<NodeFeed>();
        Assert.Equal(12, feed.Count(FrameVerdict.Malformed));
        Assert.Equal(1, feed.Count(FrameVerdict.Misplaced));
        // The second birth, the counters that went back, and the log chunk whose sequence begins at 1 again.
        Assert.Equal(3, feed.Count(FrameVerdict.Duplicate));
    }

    [Fact]
    public async Task A_restarted_instance_remembers_its_nodes_and_hears_what_it_missed()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        var kitchen = await TestNode.EnrolAsync(daemon, "kitchen-pi");
        var hall = await TestNode.EnrolAsync(daemon, "hall-board");
        await using var node = await TestNode.ConnectAsync(kitchen);
        await using var other = await TestNode.ConnectAsync(hall);
        await node.BirthAsync();
        await node.CountersAsync(4032);
        await other.BirthAsync();
        await UntilAsync(daemon, r => r.Counters.BytesServed == 4032);
        await UntilAsync(daemon, r => r is { Name: "hall-board", State: NodeState.Alive });
        await daemon.RestartAsync(async () => await other.DisposeAsync());
        // The link of hall-board ended while the instance was away; its retained will tells.
        await UntilAsync(daemon, r => r is { Name: "hall-board", State: NodeState.Dead });
        Assert.Equal(4032, daemon.Get<NodeRecords>().All().Single(r => r.Name == "kitchen-pi").Counters.BytesServed);
        await node.Bus.WaitForAsync(MqttLinkState.Connected, Some.Ct).WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        await node.CountersAsync(5000);
        await UntilAsync(daemon, r => r.Counters.BytesServed == 5000);
    }

    [Fact]
    public async Task A_removed_node_is_forgotten_here_and_at_the_broker()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var node = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "kitchen-pi"));
        await using var ear = daemon.Get<InstanceBus>().Open("ear", inbox: 100, will: null);
        await ear.SubscribeAsync(node.StateTopic, MqttQos.AtLeastOnce, Some.Ct);
        await ear.WaitForAsync(MqttLinkState.Connected, Some.Ct).WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        await node.BirthAsync(boot: 9);
        await UntilAsync(daemon, r => r.Name == "kitchen-pi");
        var refused = node.Bus.WaitForAsync(MqttLinkState.Refused, Some.Ct);
        await daemon.CliAsync("nodes", "remove", "kitchen-pi");
        await refused.WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        await HearAsync(ear, m => m.Payload.Length == 0);
        // Who subscribes now gets no ghost before the instance's own retained state.
        await using var later = daemon.Get<InstanceBus>().Open("later", inbox: 100, will: null);
        await later.WaitForAsync(MqttLinkState.Connected, Some.Ct).WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        await later.SubscribeAsync(node.StateTopic, MqttQos.AtLeastOnce, Some.Ct);
        await later.SubscribeAsync(Topics.Instance("test-instance"), MqttQos.AtLeastOnce, Some.Ct);
        var first = await later.Inbox.ReadAsync(Some.Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        Assert.Equal(Topics.Instance("test-instance"), first.Topic);
        Assert.Empty(daemon.Get<NodeRecords>().All());
        // Enrolled again it begins anew.
        await using var again = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "kitchen-pi"), link: 3);
        await again.BirthAsync(boot: 1);
        var record = await UntilAsync(daemon, r => r is { Name: "kitchen-pi", Link: 3 });
        Assert.Equal((1u, 0L), (record.Boot, record.Counters.BytesServed));
    }

    [Fact]
    public async Task A_feed_that_woke_last_by_its_own_timer_stops_at_once()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed, nodes: new NodesOptions { BeatSeconds = 1 });
        var feed = daemon.Get<NodeFeed>();
        for (var beats = 0; beats < 2; beats++)
        {
            var beat = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void Beat() => beat.TrySetResult();
            feed.Advanced += Beat;
            await beat.Task.WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
            feed.Advanced -= Beat;
        }
        await Task.Run(() => feed.StopAsync(Some.Ct), Some.Ct).WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
    }

    private static async Task HearAsync(IMqttLink ear, Func<MqttMessage, bool> wanted)
    {
        while (!wanted(await ear.Inbox.ReadAsync(Some.Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct)))
        {
            // Something else that was said there.
        }
    }

    /// <summary>The first record that passes, looked for again after each batch.</summary>
    private static async Task<NodeRecord> UntilAsync(TestDaemon daemon, Func<NodeRecord, bool> wanted)
    {
        var feed = daemon.Get<NodeFeed>();
        var found = new TaskCompletionSource<NodeRecord>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (daemon.Get<NodeRecords>().All().FirstOrDefault(wanted) is { } record)
                found.TrySetResult(record);
        }
        feed.Advanced += Look;
        try
        {
            Look();
            return await found.Task.WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        }
        finally
        {
            feed.Advanced -= Look;
        }
    }
}
