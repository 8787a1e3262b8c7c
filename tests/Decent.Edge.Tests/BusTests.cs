using Decent.Content;
using Decent.Edge.Bus;
using Decent.Edge.Fetching;
using Decent.Hosting.Identity;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Edge.Tests;

public sealed class BusTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private MosquittoBroker _broker = null!;
    private IMqttLink _full = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _broker = await MosquittoBroker.StartAsync(
            new MosquittoOptions
            {
                Folder = _folder["broker"],
                Acl = Some.Acl,
                Users = [MosquittoUser.WithPassword("full", "secret"), MosquittoUser.WithPassword("kitchen", "secret")],
            },
            TimeProvider.System, NullLogger.Instance, Ct);
        _full = MqttLinks.Create(
            new MqttLinkOptions { Host = "127.0.0.1", Port = _broker.Port, ClientId = "full", UserName = "full", Password = "secret" },
                TimeProvider.System, NullLogger.Instance);
        await _full.SubscribeAsync("decent/1/+/kitchen/up/#", MqttQos.AtLeastOnce, Ct);
        // What is published without a connection is lost.
        await _full.WaitForAsync(MqttLinkState.Connected, Ct).Soon();
    }

    public async ValueTask DisposeAsync()
    {
        await _full.DisposeAsync();
        await _broker.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_stored_head_is_served_without_asking_until_a_delta_says_that_it_is_old()
    {
        await using TestInstance instance = await TestInstance.StartAsync();
        byte[] old = Some.Noise(3000, 1), newer = Some.Noise(3000, 2);
        (Head head, _) = await instance.PublishAsync("home/file", old);
        byte group = (byte)head.Id.Group;
        await RetainAsync(group, sequence: 1);
        await using TestEdge edge = await StartAsync(instance.Address);
        await BirthAsync();
        HeadFreshness freshness = edge.Services.GetRequiredService<HeadFreshness>();
        await Eventually(async () =>
        {
            Assert.Equal(old, (await edge.GetAsync("/r/home/file")).Bytes);
            return freshness.IsSure(head);
        });

        int asked = instance.HeadRequests;
        Assert.Equal(old, (await edge.GetAsync("/r/home/file")).Bytes);
        Assert.Equal(asked, instance.HeadRequests);

        (Head second, _) = await instance.PublishAsync("home/file", newer, count: 2);
        Delta delta = new() { Group = group, GroupSequence = 2 };
        Assert.True(delta.Add(second.Id.Key, second.Commit, second.Root.ToBytes(), (ulong)second.Size, 2));
        byte[] frame = new byte[Limits.FrameBytesMax];
        await PublishAsync(Topics.Delta(group), frame.AsMemory(0, delta.Write(frame)), retain: false);
        await Eventually(() => Task.FromResult(!freshness.IsSure(head)));

        Assert.Equal(newer, (await edge.GetAsync("/r/home/file")).Bytes);
        Assert.True(freshness.IsSure(second));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_will_of_the_current_link_or_late_of_another_is_answered_with_a_birth_that_goes_on_counting(ulong late)
    {
        await using TestEdge edge = await StartAsync(null);
        Birth first = await BirthAsync();
        byte[] will = System.Text.Encoding.ASCII.GetBytes(Will.Of(first.Envelope.Link ^ late));

        await PublishAsync(Topics.State(NodeId.Of("kitchen").Branch, "kitchen"), will, retain: true);
        Birth second = await BirthAsync();

        Assert.Equal(first.Envelope.Link, second.Envelope.Link);
        Assert.True(second.Envelope.Sequence > first.Envelope.Sequence);
    }

    [Fact]
    public async Task Foreign_bytes_on_the_bus_are_refused_and_the_next_message_is_read()
    {
        await using TestEdge edge = await StartAsync(null);
        BusNews news = edge.Services.GetRequiredService<BusNews>();
        Decent.Peer.Rng rng = new(3);
        for (int i = 0; i < 2000; i++)
        {
            byte[] garbage = [.. Enumerable.Range(0, rng.Below(200)).Select(_ => (byte)rng.Next())];
            if (garbage.Length > 1)
            {
                garbage[0] = 1;
            }

            news.Take(Topics.Delta((byte)i), garbage);
        }

        Assert.False(news.Take(Topics.Delta(1), []));
        Assert.True(news.Take(Topics.Instance("here"), []));
    }

    private Task<TestEdge> StartAsync(Uri? instance) => TestEdge.StartAsync(new TestLan(), instance,
        credentials: new NodeCredentials { Name = "kitchen", MqttSecret = "secret", NodeKey = new string('A', 43), Broker = $"127.0.0.1:{_broker.Port}" });

    private async Task RetainAsync(byte group, uint sequence)
    {
        byte[] frame = new byte[Limits.FrameBytesMax];
        int length = new GroupManifest { Group = group, GroupSequence = sequence }.Write(frame);
        await PublishAsync(Topics.Manifest(group), frame.AsMemory(0, length), retain: true);
    }

    private async Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, bool retain) =>
        Assert.Equal(MqttPublishResult.Sent, await _full.PublishAsync(topic, payload, MqttQos.AtLeastOnce, retain, Ct));

    private async Task<Birth> BirthAsync()
    {
        Birth birth = new();
        byte[] payload;
        do
        {
            payload = (await _full.Inbox.ReadAsync(Ct).AsTask().Soon()).Payload.ToArray();
        }
        while (!birth.TryRead(payload, payload.Length));

        return birth;
    }

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
        using CancellationTokenSource bound = new(Some.Patience);
        while (!await condition())
        {
            await timer.WaitForNextTickAsync(bound.Token);
        }
    }
}
