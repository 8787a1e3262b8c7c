using Decent.Hosting.Identity;
using Decent.Instance.Index;
using Decent.Instance.Nodes;
using Decent.Instance.Runs;
using Decent.Mqtt;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests.Nodes;

public sealed class NodeHearingTests : IDisposable
{
    private const string Node = "kitchen-pi";
    private readonly TempFolder _folder = new();
    private readonly Ledger _ledger;
    private readonly NodeRecords _records;
    private readonly RunBook _book;
    private readonly NodeHearing _hearing;
    private readonly List<NodeWord> _said = [];
    private readonly byte[] _buffer = new byte[Limits.FrameBytesMax];
    private ulong _link;
    private uint _sequence;

    public NodeHearingTests()
    {
        _ledger = Ledger.Open(_folder.FullPath);
        _records = NodeRecords.Open(_folder.FullPath, NullLogger<NodeRecords>.Instance);
        _book = new RunBook(_ledger, new RunsOptions(), NullLogger<RunBook>.Instance);
        _hearing = new NodeHearing(_records, _book, _said.Add, (_, _) => { }, NullLogger.Instance);
        _hearing.Enrol([Node]);
        _hearing.Watch(connection: 1, isBeat: false, nowMs: 1);
    }

    public void Dispose()
    {
        _records.Dispose();
        _ledger.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void What_could_not_be_stored_whole_is_accounted_for_once_and_answered_when_it_is()
    {
        var heard = _hearing.Judge([Born(Node, 1), Claims(1), Born(Node, 2), Claims(2), Logs(Node)]);
        Nodes("DROP TABLE node");
        Assert.Throws<SqliteException>(() => _hearing.Settle(heard, 2));
        Assert.Throws<SqliteException>(() => _hearing.Settle(heard, 3));
        Assert.Empty(_said);
        Assert.Single(_book.LogOf(Node));
        Nodes(NodeSchema.Create);
        _hearing.Settle(heard, 4);
        Assert.Equal(NodeState.Alive, _records.Find(Node)!.State);
        // The first run ended unannounced before our eyes, once; settled again, it would count again.
        Assert.Equal([1], _ledger.File.Read("SELECT ungraceful FROM run_account", r => r.GetInt32(0)));
        var secret = Assert.Single(_ledger.File.Read("SELECT key FROM run_key", r => (byte[])r[0]));
        Assert.Equal([FrameType.RunGrant, FrameType.RunGrant, FrameType.LogAck], _said.Select(TypeOf));
        _said[1].Write(_buffer);
        var grant = new RunGrant();
        Assert.True(grant.TryRead(_buffer, _buffer.Length));
        Assert.Equal((RunGrant.VerdictUngraceful, Convert.ToHexString(secret)), (grant.Verdict, Convert.ToHexString(grant.Key)));
        Assert.Equal([2UL, 2, 2], _said.Select(w => w.Link));
    }

    [Fact]
    public void A_strangers_kept_state_is_to_be_cleared_and_who_no_longer_belongs_here_is_forgotten()
    {
        var heard = _hearing.Judge([Born("hall-board", 1), Logs("hall-board"), Born(Node, 1)]);
        Assert.Equal(["hall-board"], heard.Strangers);
        Assert.Equal(2, _hearing.Count(FrameVerdict.Unknown));
        _hearing.Settle(heard, 2);
        Assert.Equal([Node], _hearing.Enrol(["hall-board"]));
        Assert.Empty(_records.All());
        Assert.Empty(_hearing.Enrol(["hall-board"]));
    }

    private FrameType TypeOf(NodeWord word)
    {
        word.Write(_buffer);
        return (FrameType)_buffer[1];
    }

    private MqttMessage Born(string node, uint boot)
    {
        (_link, _sequence) = (boot, 0);
        var birth = new Birth { Kind = Birth.KindBoard, Boot = boot, Connects = 1 };
        return Message(Topics.State(NodeId.Of(node).Branch, node), birth.Envelope, birth.Write);
    }

    private MqttMessage Claims(uint run)
    {
        var claim = new RunClaim { Stage = RunClaim.StageOpen, Run = run };
        return Message(Topics.Claims(NodeId.Of(Node).Branch, Node), claim.Envelope, claim.Write);
    }

    private MqttMessage Logs(string node)
    {
        var chunk = new LogChunk { Count = 1 };
        new RunRecord { Type = RunRecord.Start, Run = 1, Sequence = 1 }.Write(chunk.Records, 0);
        return Message(Topics.Log(NodeId.Of(node).Branch, node), chunk.Envelope, chunk.Write);
    }

    private MqttMessage Message(string topic, Envelope envelope, Func<byte[], int> write)
    {
        (envelope.Link, envelope.Sequence) = (_link, ++_sequence);
        return new MqttMessage { Topic = topic, Payload = _buffer.AsSpan(0, write(_buffer)).ToArray() };
    }

    private void Nodes(string sql)
    {
        using var file = SqliteFile.Open(_folder.At("nodes.db"), full: false, sql);
    }
}
