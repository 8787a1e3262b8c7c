using Decent.Hosting;
using Decent.Hosting.Identity;
using Decent.Instance.Index;
using Decent.Instance.Nodes;
using Decent.Instance.Runs;
using Decent.Mqtt;
using Decent.Peer;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Decent.World;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>The instance's real reader, cursors and book of runs behind the simulated broker; it hears in batches and answers as its feed does.</summary>
internal sealed class Instance : IDisposable
{
    /// <summary>Midnight of a UTC day.</summary>
    public const long EpochMs = 20_000L * 86_400_000;

    private const int BatchMs = 100;
    private const int BeatMs = 60_000;
    private readonly Turns _turns;
    private readonly Broker _broker;
    private readonly Scratch _folder = new();
    private readonly Ledger _ledger;
    private readonly NodeCursors _cursors = new([]);
    private readonly Dictionary<string, byte[]> _keys = [];
    private readonly List<BusMessage> _batch = [];
    private WorldBusClient? _client;
    private uint _sequence;
    private int _acks;

    public Instance(Turns turns, Broker broker)
    {
        (_turns, _broker) = (turns, broker);
        _ledger = Ledger.Open(_folder.Path);
        // The machine that runs this does not lose its power in the story.
        _ledger.File.Run("PRAGMA synchronous = OFF");
        Book = new RunBook(_ledger, new RunsOptions(), NullLogger<RunBook>.Instance);
        broker.Returned += Connect;
        Connect();
        turns.Clock.After(BeatMs, Beat);
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
        _keys[node] = key;
        _ledger.File.Run("INSERT INTO node (name, secret, key, added_ms) VALUES ($0, $1, $2, 0)", node, new byte[32], key);
    }

    /// <summary>With 10 MB/s on offer.</summary>
    public NodeScore ScoreOf(string node) => Book.Scores(new Dictionary<string, uint> { [node] = 10_000_000 }, NowMs)[node];

    /// <summary>The current link, as far as it was heard.</summary>
    public ulong LinkOf(string node) => _cursors.LinkOf(node) ?? 0;

    public void Dispose()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    private void Connect()
    {
        _client = _broker.TryConnect("feed", will: null, Hear);
        Book.BeginWatch(NowMs);
        _client!.Subscribe(Topics.AllUp);
    }

    private void Beat()
    {
        if (_client is { IsConnected: true })
            Book.Beat(NowMs);
        _turns.Clock.After(BeatMs, Beat);
    }

    private void Hear(BusMessage message)
    {
        if (_batch.Count == 0)
            _turns.Clock.After(BatchMs, Settle);
        _batch.Add(message);
        if (!message.Retain)
            Overheard(message);
        if (message.Topic.EndsWith("/up/l", StringComparison.Ordinal))
            Logs.Add((_turns.NowMs, message.Topic.Split('/')[3], message.Payload.Length));
    }

    private void Settle()
    {
        List<UpFrame> accounted = [];
        foreach (var message in _batch)
        {
            var verdict = UpFrameReader.Read(new MqttMessage { Topic = message.Topic, Payload = message.Payload, Retain = message.Retain }, out var frame);
            if (frame is null || !_keys.ContainsKey(frame.Node))
                continue;
            verdict = _cursors.Judge(frame);
            if (verdict == FrameVerdict.Taken || (verdict == FrameVerdict.Duplicate && frame.LogEnvelope is not null))
                accounted.Add(frame);
        }
        _batch.Clear();
        if (accounted.Count == 0)
            return;
        var news = Book.Put(accounted, NowMs);
        foreach (var (node, grant) in news.Grants)
        {
            if (grant.Kind == RunGrant.KindSecret)
                Opened.Add((_turns.NowMs, node, grant.Run, grant.Verdict));
            Say(node, grant.Envelope, grant.Write);
        }
        foreach (var (node, upto) in news.Acknowledged)
            if (!LosesAcks || _acks++ % 2 == 0)
                Acknowledge(node, upto);
            else
                AcksLost++;
    }

    private void Acknowledge(string node, uint upto)
    {
        var ack = new LogAck { Upto = upto };
        Say(node, ack.Envelope, ack.Write);
    }

    private void Say(string node, Envelope envelope, Func<byte[], int> write)
    {
        (envelope.Link, envelope.Sequence) = (LinkOf(node), ++_sequence);
        var buffer = new byte[Limits.FrameBytesMax];
        var count = write(buffer);
        DownSeal.Put(new Hmac(), _keys[node], buffer, count);
        _client?.Publish(new BusMessage(Topics.Commands(NodeId.Of(node).Branch, node), buffer[..count], Qos: 1));
    }
}
