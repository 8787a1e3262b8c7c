using Decent.Instance.Runs;
using Decent.Mqtt;
using Decent.Protocol.Frames;
using Microsoft.Data.Sqlite;

namespace Decent.Instance.Nodes;

/// <summary>
/// What messages from nodes come to: judged, then in the ledger, then in the records, and only then told and answered. It knows no bus, no clock and no
/// pause: <see cref="NodeFeed"/> brings those, and a simulated world its own. One owner; counts may be read from any thread.
/// </summary>
/// <param name="records">What was heard so far.</param>
/// <param name="runs">The account of runs.</param>
/// <param name="say">Takes what is to be said to a node, and returns at once.</param>
/// <param name="results">Takes a node's word on a command.</param>
/// <param name="log">Log.</param>
internal sealed class NodeHearing(NodeRecords records, RunBook runs, Action<NodeWord> say, Action<string, CommandResult> results, ILogger log)
{
    private readonly long[] _counts = new long[Enum.GetValues<FrameVerdict>().Length];
    private readonly NodeCursors _cursors = new(records.Cursors());
    private HashSet<string> _enrolled = [];
    private int _watched;

    /// <summary>Messages that ended so.</summary>
    public long Count(FrameVerdict verdict) => Interlocked.Read(ref _counts[(int)verdict]);

    /// <summary>Only these nodes belong here from now on.</summary>
    /// <returns>Those that were heard and no longer belong: forgotten here, and to be forgotten at the broker.</returns>
    public List<string> Enrol(IEnumerable<string> nodes)
    {
        _enrolled = [.. nodes];
        List<string> gone = [.. _cursors.Names.Where(n => !_enrolled.Contains(n))];
        foreach (var node in gone)
        {
            records.Remove(node);
            _cursors.Remove(node);
        }
        return gone;
    }

    /// <summary>Notes when nodes can be seen. Before the batch is judged: what a new connection brought counts to its own watch.</summary>
    /// <param name="connection">Counts the connections to the broker; called only while one stands.</param>
    /// <param name="isBeat">It is time to note it again.</param>
    /// <param name="nowMs">The instance's wall clock.</param>
    public void Watch(int connection, bool isBeat, long nowMs)
    {
        if (connection == _watched && !isBeat)
            return;
        try
        {
            if (connection != _watched)
                runs.BeginWatch(nowMs);
            runs.Beat(nowMs);
            _watched = connection;
        }
        catch (SqliteException e)
        {
            // Tried again with the next batch or beat; meanwhile nodes count as unseen, which harms none.
            log.NotWatched(e);
        }
    }

    /// <summary>Judges messages in their order.</summary>
    public Heard Judge(IEnumerable<MqttMessage> batch)
    {
        var heard = new Heard([], [], []);
        foreach (var message in batch)
        {
            var verdict = UpFrameReader.Read(message, out var frame);
            if (frame is not null)
                verdict = _enrolled.Contains(frame.Node) ? _cursors.Judge(frame) : FrameVerdict.Unknown;
            Interlocked.Increment(ref _counts[(int)verdict]);
            if (verdict == FrameVerdict.Taken)
                heard.News.Add(frame!);
            else
                log.Dropped(message.Topic, verdict);
            // A log chunk that comes again was not acknowledged, or the acknowledgement was lost.
            if (verdict == FrameVerdict.Taken || (verdict == FrameVerdict.Duplicate && frame!.LogEnvelope is not null))
                heard.Accounted.Add(frame!);
            if (verdict == FrameVerdict.Unknown && frame!.IsState)
                heard.Strangers.Add(frame.Node);
        }
        return heard;
    }

    /// <summary>
    /// Stores and answers. The ledger first: a frame that only it knows is taken again after a power cut, one that only the cursors know would be lost.
    /// </summary>
    /// <exception cref="SqliteException">Something could not be stored, a full disk most likely: to be called again with the same.</exception>
    public void Settle(Heard heard, long nowMs)
    {
        if (heard.Accounted.Count == 0)
            return;
        // Once: a claim that is settled twice would look like one shown again.
        heard.Answers ??= runs.Put(heard.Accounted, nowMs);
        records.Put(heard.News, nowMs);
        Tell(heard.News);
        Answer(heard.Answers);
    }

    /// <summary>Says what is on the disk now to the nodes that wait for it, over the links that they listen on.</summary>
    private void Answer(RunNews answers)
    {
        foreach (var (node, grant) in answers.Grants)
            if (_cursors.LinkOf(node) is { } link)
                say(new NodeWord(node, link, grant.Envelope, grant.Write));
        foreach (var (node, upto) in answers.Acknowledged)
            if (_cursors.LinkOf(node) is { } link && new LogAck { Upto = upto } is var ack)
                say(new NodeWord(node, link, ack.Envelope, ack.Write));
    }

    private void Tell(List<UpFrame> news)
    {
        foreach (var frame in news)
        {
            if (frame.Birth is { } birth)
                log.Born(frame.Node, birth.Boot, birth.Connects);
            else if (frame.Will is not null)
                log.Gone(frame.Node, NodeState.Dead);
            else if (frame.Death is { Reason: var reason })
                log.Gone(frame.Node, reason == Death.ReasonPower ? NodeState.Power : NodeState.Stopped);
            else if (frame.Result is { } result)
                results(frame.Node, result);
        }
    }
}
