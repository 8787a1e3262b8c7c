using System.Text.Json;
using Decent.Hosting.Identity;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests;

/// <summary>A node as the broker sees it: one raw link with the credentials that the command line printed.</summary>
public sealed class TestNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly byte[] _buffer = new byte[Limits.FrameBytesMax];
    private uint _sequence;

    private TestNode(string name, ulong link, IMqttLink bus) => (Name, Link, Bus) = (name, link, bus);

    public string Name { get; }

    public ulong Link { get; }

    public IMqttLink Bus { get; }

    public byte Branch => NodeId.Of(Name).Branch;

    public string StateTopic => Topics.State(Branch, Name);

    /// <summary>Enrols a node; its credentials as the command line printed them.</summary>
    public static async Task<JsonElement> EnrolAsync(TestDaemon daemon, string name)
    {
        var answer = await daemon.CliAsync("nodes", "add", name);
        Assert.Equal("", answer.Error);
        using var json = JsonDocument.Parse(answer.Out);
        return json.RootElement.Clone();
    }

    public static async Task<TestNode> ConnectAsync(JsonElement credentials, ulong link = 1)
    {
        var node = Open(credentials, link);
        await node.Bus.WaitForAsync(MqttLinkState.Connected, Some.Ct).WaitAsync(Patience, TimeProvider.System, Some.Ct);
        return node;
    }

    public static TestNode Open(JsonElement credentials, ulong link = 1)
    {
        var name = credentials.GetProperty("name").GetString()!;
        var broker = credentials.GetProperty("broker").GetString()!.Split(':');
        return new TestNode(name, link, MqttLinks.Create(
            new MqttLinkOptions
            {
                Host = broker[0],
                Port = int.Parse(broker[1]),
                ClientId = name,
                UserName = name,
                Password = credentials.GetProperty("mqttSecret").GetString(),
                Will = new MqttMessage
                {
                    Topic = Topics.State(NodeId.Of(name).Branch, name), Payload = System.Text.Encoding.ASCII.GetBytes(Will.Of(link)),
                    Qos = MqttQos.AtLeastOnce, Retain = true,
                },
                ReconnectMinMs = 50,
                ReconnectMaxMs = 500,
            },
            TimeProvider.System, NullLogger.Instance));
    }

    public async Task<TestNode> HearsAsync(params string[] filters)
    {
        foreach (var filter in filters)
            await Bus.SubscribeAsync(filter, MqttQos.AtLeastOnce, Some.Ct).AsTask().WaitAsync(Patience, TimeProvider.System, Some.Ct);
        return this;
    }

    /// <summary>The next message that passes; others are dropped.</summary>
    public async Task<MqttMessage> NextAsync(Func<MqttMessage, bool> wanted)
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(Some.Ct);
        budget.CancelAfter(Patience);
        await foreach (var message in Bus.Inbox.ReadAllAsync(budget.Token))
            if (wanted(message))
                return message;
        throw new InvalidOperationException("The link was closed.");
    }

    public async Task<MqttPublishResult> SayAsync(string topic, ReadOnlyMemory<byte> payload, bool retain = false) =>
        await Bus.PublishAsync(topic, payload, MqttQos.AtLeastOnce, retain, Some.Ct);

    public Task<MqttPublishResult> BirthAsync(uint boot = 1, uint connects = 1, uint? sequence = null)
    {
        var birth = new Birth
        {
            Kind = Birth.KindEdge, Boot = boot, Connects = connects, Address = 0x0A000007, UdpPort = 4930, HttpPort = 4980,
            OfferedBytesPerSecond = 10_000_000, BlocksMax = 1000, BlocksHeld = 12, CacheBytesMax = 2_000_000_000, CacheBytesHeld = 48_384,
            Software = "0.1.0"u8.ToArray(),
        };
        Stamp(birth.Envelope, sequence);
        return SayAsync(StateTopic, _buffer.AsMemory(0, birth.Write(_buffer)), retain: true);
    }

    public Task<MqttPublishResult> DeathAsync(byte reason)
    {
        var death = new Death { Reason = reason };
        Stamp(death.Envelope, null);
        return SayAsync(StateTopic, _buffer.AsMemory(0, death.Write(_buffer)), retain: true);
    }

    public Task<MqttPublishResult> CountersAsync(ulong bytesServed, uint? sequence = null)
    {
        var counters = new Counters { BytesServed = bytesServed, BlocksServed = bytesServed / 4032, BlocksHeld = 13 };
        Stamp(counters.Envelope, sequence);
        return SayAsync(Topics.Counters(Branch, Name), _buffer.AsMemory(0, counters.Write(_buffer)));
    }

    public Task<MqttPublishResult> LogAsync(params RunRecord[] records)
    {
        var chunk = new LogChunk { Count = records.Length };
        Stamp(chunk.Envelope, null);
        for (var i = 0; i < records.Length; i++)
            records[i].Write(chunk.Records, i * RunRecord.Bytes);
        return SayAsync(Topics.Log(Branch, Name), _buffer.AsMemory(0, chunk.Write(_buffer)));
    }

    /// <summary>Ends without a goodbye: the broker publishes the will.</summary>
    public ValueTask DisposeAsync() => Bus.DisposeAsync();

    private void Stamp(Envelope envelope, uint? sequence) =>
        (envelope.Link, envelope.Sequence, envelope.UptimeSeconds) = (Link, sequence ?? ++_sequence, 60);
}
