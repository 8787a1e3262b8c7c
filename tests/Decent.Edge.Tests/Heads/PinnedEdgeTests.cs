using System.Net;
using Decent.Content;
using Decent.Hosting.Identity;
using Decent.Hosting.Peers;
using Decent.Peer.Lookup;

namespace Decent.Edge.Tests.Heads;

/// <summary>Whole edges with a pinned key: what the LAN says counts only when the instance signed it.</summary>
public sealed class PinnedEdgeTests : IDisposable
{
    private readonly TestKey _key = new();
    private readonly TestLan _lan = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task What_the_instance_signed_is_believed_from_a_neighbour_too()
    {
        await using TestInstance instance = await SignedAsync();
        byte[] bytes = Some.Noise(30_000, 1);
        await instance.PublishAsync("home/file", bytes);
        await using TestEdge first = await StartAsync(instance.Address, "first");
        await using TestEdge second = await StartAsync(null, "second");
        Assert.Equal(bytes, (await first.GetAsync("/r/home/file")).Bytes);
        await instance.AwayAsync();

        Assert.Equal(bytes, (await second.GetAsync("/r/home/file")).Bytes);

        Assert.True(second.Store.TryGetHead(Some.Id("home/file"), out Head? head) && _key.Public.HasSigned(head));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hostile_neighbour_plants_nothing_while_the_instance_is_away(bool isSigned)
    {
        using TestKey forged = new();
        await using TestInstance instance = await SignedAsync();
        byte[] bytes = Some.Noise(30_000, 1);
        await instance.PublishAsync("home/file", bytes);
        await using TestEdge honest = await StartAsync(instance.Address, "honest");
        await honest.GetAsync("/r/home/file");
        await using TestInstance evil = await TestInstance.StartAsync();
        evil.Names.Key = isSigned ? forged : null;
        await evil.PublishAsync("home/file", Some.Noise(30_000, 2), count: 99);
        await evil.PublishAsync("home/other", Some.Noise(30_000, 3));
        await using TestEdge hostile = await TestEdge.StartAsync(_lan, evil.Address);
        await hostile.GetAsync("/r/home/file");
        await hostile.GetAsync("/r/home/other");
        await instance.AwayAsync();
        await using TestEdge asker = await StartAsync(null, "asker");

        Assert.Equal(bytes, (await asker.GetAsync("/r/home/file")).Bytes);
        // This one waits no longer than the product does for somebody whom it believes.
        await using TestEdge doubter = await StartAsync(null, "doubter", PeerLoopOptions.Ladder());
        using HttpResponseMessage other = await doubter.AskAsync("/r/home/other");

        Assert.Equal(HttpStatusCode.GatewayTimeout, other.StatusCode);
        Assert.True(asker.Store.TryGetHead(Some.Id("home/file"), out Head? kept) && kept.Count == 1);
        Assert.False(doubter.Store.TryGetHead(Some.Id("home/other"), out _));

        // Without a pinned key the LAN is believed: that is what the credentials change.
        await using TestEdge unpinned = await TestEdge.StartAsync(_lan, null);
        Assert.Equal(Some.Noise(30_000, 3), (await unpinned.GetAsync("/r/home/other")).Bytes);
    }

    [Fact]
    public async Task Whoever_answers_for_the_instance_without_its_key_is_not_believed()
    {
        await using TestInstance instance = await SignedAsync();
        instance.Names.Key = null;
        await instance.PublishAsync("home/file", Some.Noise(3000, 1));
        await using TestEdge edge = await StartAsync(instance.Address, "kitchen", PeerLoopOptions.Ladder());

        using HttpResponseMessage response = await edge.AskAsync("/r/home/file");

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.False(edge.Store.TryGetHead(Some.Id("home/file"), out _));
    }

    [Fact]
    public async Task A_rotation_that_was_missed_is_learned_from_a_neighbour()
    {
        using TestKey next = new();
        await using TestInstance instance = await SignedAsync();
        byte[] bytes = Some.Noise(30_000, 1);
        await instance.PublishAsync("home/file", bytes);
        instance.Names.Key = next;
        instance.Names.Links = [new HeadKeyLink(_key.Public, DateTimeOffset.UnixEpoch, null), _key.Appoint(next)];
        await using TestEdge first = await StartAsync(instance.Address, "first");
        Assert.Equal(bytes, (await first.GetAsync("/r/home/file")).Bytes);
        await instance.AwayAsync();
        await using TestEdge second = await StartAsync(null, "second");

        Assert.Equal(bytes, (await second.GetAsync("/r/home/file")).Bytes);

        Assert.True(second.Store.TryGetHead(Some.Id("home/file"), out Head? head) && next.Public.HasSigned(head));
    }

    [Fact]
    public async Task The_highest_count_of_several_neighbours_wins()
    {
        await using TestInstance instance = await SignedAsync();
        List<TestEdge> edges = [];
        try
        {
            for (int count = 1; count <= 3; count++)
            {
                await instance.PublishAsync("home/file", Some.Noise(3000, count), count);
                TestEdge edge = await StartAsync(instance.Address, $"edge-{count}");
                edges.Add(edge);
                await edge.GetAsync("/r/home/file");
            }

            await instance.AwayAsync();
            await using TestEdge asker = await StartAsync(null, "asker");
            byte[] got = (await asker.GetAsync("/r/home/file")).Bytes;

            Assert.True(asker.Store.TryGetHead(Some.Id("home/file"), out Head? head));
            Assert.Equal(Some.Noise(3000, (int)head.Count), got);
        }
        finally
        {
            foreach (TestEdge edge in edges)
            {
                await edge.DisposeAsync();
            }
        }
    }

    [Fact]
    public void A_key_that_is_none_is_told_before_the_start()
    {
        EdgeOptions Options(string key) => new()
        {
            State = "/tmp/s", Name = "kitchen",
            Credentials = new NodeCredentials { Name = "kitchen", MqttSecret = "s", NodeKey = "k", InstanceKey = key },
        };
        Assert.Null(Options("").Rule());
        Assert.Null(Options(_key.Public.Text).Rule());
        Assert.Contains("instanceKey", Options("AAAA").Rule(), StringComparison.Ordinal);
    }

    private async Task<TestInstance> SignedAsync()
    {
        TestInstance instance = await TestInstance.StartAsync();
        instance.Names.Key = _key;
        return instance;
    }

    private Task<TestEdge> StartAsync(Uri? instance, string name, LookupOptions? lookup = null) => TestEdge.StartAsync(_lan, instance, lookup: lookup,
        credentials: new NodeCredentials { Name = name, MqttSecret = "secret", NodeKey = new string('A', 43), InstanceKey = _key.Public.Text });
}
