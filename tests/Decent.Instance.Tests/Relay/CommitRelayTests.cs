using System.Diagnostics;
using Decent.Content;
using Decent.Content.Shards;
using Decent.Instance.Broker;
using Decent.Instance.Relay;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Instance.Tests.Relay;

public sealed class CommitRelayTests
{
    [Fact]
    public async Task A_published_version_arrives_as_a_delta_and_then_as_its_groups_manifest()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var node = await NodeAsync(daemon);
        for (var n = 1u; n <= 3; n++)
        {
            var head = await daemon.PublishAsync("home/a", Some.Bytes(5000, n));
            var message = await node.NextAsync(m => m.Topic.StartsWith("decent/1/all/", StringComparison.Ordinal));
            Assert.Equal((Topics.Delta((byte)head.Id.Group), false), (message.Topic, message.Retain));
            var delta = new Delta();
            Assert.True(delta.TryRead(message.Payload.ToArray(), message.Payload.Length));
            Assert.Equal((n, 1, (byte)head.Id.Group), (delta.GroupSequence, delta.Count, delta.Group));
            AssertEntry(head, delta);
            message = await node.NextAsync(m => m.Topic.StartsWith("decent/1/all/", StringComparison.Ordinal));
            AssertManifest(message, n, head);
        }
    }

    [Fact]
    public async Task Who_comes_later_gets_the_manifest_of_each_group()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var first = await NodeAsync(daemon);
        var heads = new List<Head>();
        for (var i = 0u; i < 5; i++)
            heads.Add(await daemon.PublishAsync($"home/{i}", Some.Bytes(100, i + 1)));
        // Groups that are due at once go out in the order of their numbers.
        var told = heads.Select(h => Topics.Manifest((byte)h.Id.Group)).ToHashSet();
        while (told.Count > 0)
            await first.NextAsync(m => told.Remove(m.Topic));
        await using var later = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "hall-board"));
        await later.HearsAsync(Topics.AllManifests);
        var seen = new Dictionary<string, MqttMessage>();
        while (seen.Count < 5)
        {
            var message = await later.NextAsync(m => m.Retain);
            seen.Add(message.Topic, message);
        }
        Assert.All(heads, h => AssertManifest(seen[Topics.Manifest((byte)h.Id.Group)], 1, h));
    }

    [Fact]
    public async Task A_broker_that_is_killed_between_commits_comes_back_with_every_newest_manifest()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var node = await NodeAsync(daemon);
        var before = await daemon.PublishAsync("home/before", Some.Bytes(100));
        await node.NextAsync(m => m.Topic == Topics.Manifest((byte)before.Id.Group));
        var lost = node.Bus.WaitForAsync(MqttLinkState.Disconnected, Some.Ct);
        using (var broker = Process.GetProcessById(daemon.Get<InstanceBroker>().ProcessId!.Value))
            broker.Kill();
        // Acknowledged while nobody listens: publishing does not wait for the broker.
        var during = await daemon.PublishAsync("home/during", Some.Bytes(200));
        var again = await daemon.PublishAsync("home/before", Some.Bytes(300));
        await lost.WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        Assert.Equal((1, 2), (during.Count, again.Count));
        AssertManifest(await ManifestAsync(node, during.Id, 1), 1, during);
        await using var later = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "hall-board"));
        await later.HearsAsync(Topics.AllManifests);
        AssertManifest(await ManifestAsync(later, again.Id, 2), 2, again);
        Assert.Equal(0, daemon.Get<CommitRelay>().Waiting);
    }

    [Fact]
    public async Task A_restarted_instance_says_that_it_was_away_and_goes_on_counting()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        var credentials = await TestNode.EnrolAsync(daemon, "kitchen-pi");
        await using var node = await TestNode.ConnectAsync(credentials);
        await node.HearsAsync(Topics.AllManifests, Topics.Instance("test-instance"));
        await node.NextAsync(m => m.Topic == Topics.Instance("test-instance") && m.Payload.Span.SequenceEqual("1"u8));
        var first = await daemon.PublishAsync("home/a", Some.Bytes(100, 1));
        await ManifestAsync(node, first.Id, 1);
        var goodbye = node.NextAsync(m => m.Topic == Topics.Instance("test-instance"));
        await daemon.RestartAsync();
        Assert.True((await goodbye).Payload.Span.SequenceEqual("0"u8));
        await node.NextAsync(m => m.Topic == Topics.Instance("test-instance") && m.Payload.Span.SequenceEqual("1"u8));
        var second = await daemon.PublishAsync("home/a", Some.Bytes(100, 2));
        AssertManifest(await ManifestAsync(node, second.Id, 2), 2, second);
    }

    [Fact]
    public async Task Nobody_is_held_up_by_a_broker_that_hangs_and_the_overflow_ends_in_a_manifest_of_everything()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed, relay: new RelayOptions { BacklogMax = 2 });
        await using var node = await NodeAsync(daemon);
        var first = await daemon.PublishAsync("home/a", Some.Bytes(100, 1));
        await ManifestAsync(node, first.Id, 1);
        Head last;
        await SignalAsync("STOP", daemon);
        try
        {
            for (var n = 2u; ; n++)
            {
                last = await daemon.PublishAsync("home/a", Some.Bytes(100, n));
                Assert.InRange(daemon.Get<CommitRelay>().Waiting, 0, 2);
                if (n == 8)
                    break;
            }
        }
        finally
        {
            await SignalAsync("CONT", daemon);
        }
        AssertManifest(await ManifestAsync(node, last.Id, 8), 8, last);
    }

    private static async Task SignalAsync(string signal, TestDaemon daemon)
    {
        using var kill = Process.Start("kill", [$"-{signal}", daemon.Get<InstanceBroker>().ProcessId!.Value.ToString()]);
        await kill.WaitForExitAsync(Some.Ct);
        Assert.Equal(0, kill.ExitCode);
    }

    private static async Task<TestNode> NodeAsync(TestDaemon daemon)
    {
        var node = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "kitchen-pi"));
        return await node.HearsAsync(Topics.AllManifests, Topics.AllDeltas);
    }

    private static Task<MqttMessage> ManifestAsync(TestNode node, ResourceId id, uint sequence) =>
        node.NextAsync(m => m.Topic == Topics.Manifest((byte)id.Group) && SequenceOf(m) >= sequence);

    private static uint SequenceOf(MqttMessage message) => Read(message).GroupSequence;

    private static GroupManifest Read(MqttMessage message)
    {
        var manifest = new GroupManifest();
        Assert.True(manifest.TryRead(message.Payload.ToArray(), message.Payload.Length));
        return manifest;
    }

    /// <summary>The manifest of a group with one resource.</summary>
    private static void AssertManifest(MqttMessage message, uint sequence, Head head)
    {
        Assert.Equal(Topics.Manifest((byte)head.Id.Group), message.Topic);
        var manifest = Read(message);
        Assert.Equal((sequence, 1u, sequence), (manifest.GroupSequence, manifest.Resources, (uint)manifest.Writes));
        Assert.Equal(new ShardTree([ShardEntry.Of(head)]).Root.Hash, manifest.Root);
    }

    private static void AssertEntry(Head head, Delta delta)
    {
        byte[] key = new byte[16], commit = new byte[20], cid = new byte[36];
        delta.Entry(0, key, commit, cid, out var size, out var writes);
        Assert.Equal(head.Id.Key, key);
        Assert.Equal(head.Commit, commit);
        Assert.Equal(head.Root.ToBytes(), cid);
        Assert.Equal(((ulong)head.Size, (uint)head.Count), (size, writes));
    }
}
