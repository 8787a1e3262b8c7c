using System.Buffers.Text;
using System.Text.Json;
using Decent.Hosting;
using Decent.Hosting.Identity;
using Decent.Mqtt;
using Decent.Peer;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests;

/// <summary>A node as the broker sees it: one raw link with the credentials that the command line printed.</summary>
public sealed class TestNode : IAsyncDisposable
{
    private static readonly Hmac Hmac = new();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly byte[] _buffer = new byte[Limits.FrameBytesMax];
    private uint _sequence;
    private int _disposed;

    private readonly byte[] _key;

    private readonly TempFolder _folder;

    private TestNode(TempFolder folder, string name, byte[] key, ulong link, IMqttLink bus) =>
        (_folder, Name, _key, Link, Bus) = (folder, name, key, link, bus);

    public string Name { get; }

    public ulong Link { get; }

    public IMqttLink Bus { get; }

    public byte Branch => NodeId.Of(Name).Branch;

    public string CommandsTopic => Topics.Commands(Branch, Name);

    public string StateTopic => Topics.State(Branch, Name);

    /// <summary>Enrols a node; its credentials as the command line printed them.</summary>
    public static async Task<JsonElement> EnrolAsync(TestDaemon daemon, string name)
    {
        var answer = await daemon.CliAsync("nodes", "add", name);
        Assert.Equal("", answer.Error);
        using var json = JsonDocument.Parse(answer.Out);
        return json.RootElement.Clone();
    }

    /// <param name="session">How long the broker is asked to keep what the node has subscribed to; default: no longer than the connection.</param>
    public static async Task<TestNode> ConnectAsync(JsonElement credentials, ulong link = 1, TimeSpan session = default)
    {
        var node = Open(credentials, link, session);
        await node.Bus.WaitForAsync(MqttLinkState.Connected, Some.Ct).WaitAsync(Patience, TimeProvider.System, Some.Ct);
        return node;
    }

    public static TestNode Open(JsonElement credentials, ulong link = 1, TimeSpan session = default)
    {
        var name = credentials.GetProperty("name").GetString()!;
        var broker = credentials.GetProperty("broker").GetString()!.Split(':');
        var ca = credentials.GetProperty("ca").GetString()!;
        var folder = new TempFolder();
        return new TestNode(folder, name, Base64Url.DecodeFromChars(credentials.GetProperty("nodeKey").GetString()), link, MqttLinks.Create(
            new MqttLinkOptions
            {
                Host = broker[0],
                Port = int.Parse(broker[1]),
                ClientId = name,
                UserName = name,
                Password = credentials.GetProperty("mqttSecret").GetString(),
                CaFile = ca.Length == 0 ? null : folder.Write("ca.pem", System.Text.Encoding.ASCII.GetBytes(ca)),
                Will = new MqttMessage
                {
                    Topic = Topics.State(NodeId.Of(name).Branch, name), Payload = System.Text.Encoding.ASCII.GetBytes(Will.Of(link)),
                    Qos = MqttQos.AtLeastOnce, Retain = true,
                },
                CleanStart = session == default,
                SessionExpirySeconds = (int)session.TotalSeconds,
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

    public Task<MqttPublishResult> BirthAsync(uint boot = 1, uint connects = 1, uint? sequence = null, byte kind = Birth.KindEdge)
    {
        var birth = new Birth
        {
            Kind = kind, Boot = boot, Connects = connects, Address = 0x0A000007, UdpPort = 4930, HttpPort = 4980,
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

    public Task<MqttPublishResult> BatteryAsync(byte percent, ushort millivolt, int milliampere, uint losses)
    {
        var counters = new Counters
        {
            BatteryPercent = percent, BatteryMillivolt = millivolt, BatteryMilliampere = milliampere, PowerLosses = losses, WorstSealMs = 38,
        };
        Stamp(counters.Envelope, null);
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

    public Task<MqttPublishResult> InventoryAsync(uint generation, uint held)
    {
        var inventory = new Inventory { Generation = generation, BlocksHeld = held, BlocksMax = 256, BlocksPinned = 2 };
        Stamp(inventory.Envelope, null);
        return SayAsync(Topics.Inventory(Branch, Name), _buffer.AsMemory(0, inventory.Write(_buffer)));
    }

    /// <summary>Claims with a proof by <paramref name="key"/>; null for none.</summary>
    public Task<MqttPublishResult> ClaimAsync(byte stage, uint run, RunGrant? key = null)
    {
        var claim = new RunClaim { Stage = stage, Run = run };
        if (key is not null && stage != RunClaim.StageClosing)
        {
            claim.ProofKind = key.Kind == RunGrant.KindTermination ? RunClaim.ProofTermination : RunClaim.ProofSecret;
            claim.PreviousRun = key.Run;
            RunKeys.Proof(Hmac, key.Key, stage, NodeId.Of(Name).Number, run).CopyTo(claim.Proof, 0);
        }
        Stamp(claim.Envelope, null);
        return SayAsync(Topics.Claims(Branch, Name), _buffer.AsMemory(0, claim.Write(_buffer)));
    }

    public Task<MqttPublishResult> ResultAsync(ulong id, byte status, uint value = 0)
    {
        var result = new CommandResult { Id = id, Status = status, Value = value };
        Stamp(result.Envelope, null);
        return SayAsync(Topics.Results(Branch, Name), _buffer.AsMemory(0, result.Write(_buffer)));
    }

    public async Task<RunGrant> GrantAsync()
    {
        var grant = new RunGrant();
        await DownAsync(bytes => grant.TryRead(bytes, bytes.Length));
        return grant;
    }

    public async Task<Command> CommandAsync()
    {
        var command = new Command();
        await DownAsync(bytes => command.TryRead(bytes, bytes.Length));
        return command;
    }

    public async Task<uint> AckAsync()
    {
        var ack = new LogAck();
        await DownAsync(bytes => ack.TryRead(bytes, bytes.Length));
        return ack.Upto;
    }

    /// <summary>Ends without a goodbye: the broker publishes the will.</summary>
    public async ValueTask DisposeAsync()
    {
        await Bus.DisposeAsync();
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _folder.Dispose();
    }

    /// <summary>Waits for a frame from the instance, which must be sealed for this node and its link.</summary>
    private async Task DownAsync(Func<byte[], bool> wanted)
    {
        var message = await NextAsync(m => m.Topic == CommandsTopic && wanted(m.Payload.ToArray()));
        var bytes = message.Payload.ToArray();
        var envelope = new ByteReader(bytes, 4, Seal.Offset - 4);
        Assert.True(DownSeal.IsGood(Hmac, _key, bytes, bytes.Length));
        Assert.Equal(Link, envelope.U64());
        Assert.NotEqual(0u, envelope.U32());
        Assert.Equal(0u, envelope.U32());
        Assert.False(message.Retain);
    }

    private void Stamp(Envelope envelope, uint? sequence) =>
        (envelope.Link, envelope.Sequence, envelope.UptimeSeconds) = (Link, sequence ?? ++_sequence, 60);
}
