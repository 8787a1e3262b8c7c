using System.Security.Cryptography;
using System.Text.Json;
using Decent.Hosting.Identity;
using Decent.Instance.Bootstrap;
using Decent.Instance.Enrolment;
using Decent.Instance.Index;
using Decent.Instance.Nodes;
using Decent.Instance.Runs;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Decent.World;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>
/// The instance's real registry, hearing, seals and book of runs behind the simulated broker; what its feed and its voice do with tasks happens here by
/// the simulated clock.
/// </summary>
internal sealed class Instance : IDisposable
{
    /// <summary>Midnight of a UTC day.</summary>
    public const long EpochMs = 20_000L * 86_400_000;

    private readonly Turns _turns;
    private readonly Broker _broker;
    private readonly NodesOptions _options = new() { BeatSeconds = 60 };
    private readonly Scratch _folder = new();
    private readonly Ledger _ledger;
    private readonly NodeRecords _records;
    private readonly NodeRegistry _registry;
    private readonly NodeHearing _hearing;
    private readonly NodeSeals _seals = new();
    private readonly List<MqttMessage> _batch = [];
    private BrokerClient? _client;
    private int _connections;
    private int _acks;

    public Instance(Turns turns, Broker broker)
    {
        (_turns, _broker) = (turns, broker);
        _ledger = Ledger.Open(_folder.Path);
        // The machine that runs this does not lose its power in the story.
        _ledger.File.Run("PRAGMA synchronous = OFF");
        _records = NodeRecords.Open(_folder.Path, NullLogger<NodeRecords>.Instance);
        _registry = new NodeRegistry(_ledger, TimeProvider.System, NullLogger<NodeRegistry>.Instance);
        Book = new RunBook(_ledger, new RunsOptions(), NullLogger<RunBook>.Instance);
        _hearing = new NodeHearing(_records, Book, Say, (_, _) => { }, NullLogger.Instance);
        broker.Returned += Connect;
        Connect();
        turns.Clock.After(_options.BeatSeconds * 1000, Beat);
    }

    public RunBook Book { get; }

    public long NowMs => EpochMs + _turns.NowMs;

    /// <summary>Every second acknowledgement of log records gets lost.</summary>
    public bool LosesAcks { get; set; }

    /// <summary>What came on the log topics: when, whose, how many bytes.</summary>
    public List<(long AtMs, string Node, int Bytes)> Logs { get; } = [];

    /// <summary>Secrets granted: when, to whom, for which run, and the verdict on the run before.</summary>
    public List<(long AtMs, string Node, uint Run, byte Verdict)> Opened { get; } = [];

    /// <summary>Who wants to say again what was heard live.</summary>
    public Action<BusMessage> Overheard { get; set; } = _ => { };

    public int AcksLost { get; private set; }

    public void Enrol(string node, byte[] key)
    {
        _ledger.File.Run("INSERT INTO node (name, secret, key, added_ms) VALUES ($0, $1, $2, 0)", node, new byte[32], key);
        Assert.Empty(_hearing.Enrol(_registry.Nodes.Select(n => n.Name)));
    }

    /// <summary>With 10 MB/s on offer; by name, of those that were ever up.</summary>
    public IReadOnlyDictionary<string, NodeScore> Scores() => Book.Scores(_registry.Nodes.ToDictionary(n => n.Name, _ => 10_000_000u), NowMs);

    public NodeScore ScoreOf(string node) => Scores()[node];

    /// <summary>A node's bootstrap answer and its proof.</summary>
    public (byte[] Body, string Proof) Bootstrap(string node, byte[] nonce)
    {
        Assert.True(_registry.TryGetKey(node, out var key));
        var answer = new BootstrapAnswer { Broker = "broker:1883", Ca = "", Time = NowMs / 1000, Edge = Edge.Source, Offered = 0, Blocks = 0, Hold = [] };
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, BootstrapJson.Default.BootstrapAnswer);
        return (body, Convert.ToHexStringLower(HMACSHA256.HashData(key, (byte[])[.. nonce, .. body])));
    }

    public void Dispose()
    {
        _records.Dispose();
        _ledger.Dispose();
        _folder.Dispose();
    }

    private void Connect()
    {
        if (_client is { IsConnected: true })
            return;
        _client = _broker.TryConnect("feed", will: null, Hear);
        _connections++;
        _client!.Subscribe(Topics.AllUp);
    }

    private void Beat()
    {
        Watch(isBeat: true);
        _turns.Clock.After(_options.BeatSeconds * 1000, Beat);
    }

    private void Watch(bool isBeat)
    {
        if (_client is { IsConnected: true })
            _hearing.Watch(_connections, isBeat, NowMs);
    }

    private void Hear(BusMessage message)
    {
        if (_batch.Count == 0)
            _turns.Clock.After(_options.BatchMs, Settle);
        _batch.Add(new MqttMessage { Topic = message.Topic, Payload = message.Payload, Retain = message.Retain });
        if (!message.Retain)
            Overheard(message);
        if (message.Topic.EndsWith("/up/l", StringComparison.Ordinal))
            Logs.Add((_turns.NowMs, message.Topic.Split('/')[3], message.Payload.Length));
    }

    private void Settle()
    {
        Watch(isBeat: false);
        var heard = _hearing.Judge(_batch);
        _batch.Clear();
        Assert.Empty(heard.Strangers);
        _hearing.Settle(heard, NowMs);
    }

    private void Say(NodeWord word)
    {
        Assert.True(_registry.TryGetKey(word.Node, out var key));
        var buffer = new byte[Limits.FrameBytesMax];
        var count = _seals.Seal(word, key, buffer);
        var grant = new RunGrant();
        if (grant.TryRead(buffer, count) && grant.Kind == RunGrant.KindSecret)
            Opened.Add((_turns.NowMs, word.Node, grant.Run, grant.Verdict));
        if (word.Envelope.Type == FrameType.LogAck && LosesAcks && _acks++ % 2 == 1)
            AcksLost++;
        else
            _client?.Publish(new BusMessage(word.Topic, buffer[..count], Qos: 1));
    }
}
