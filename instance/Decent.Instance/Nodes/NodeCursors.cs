using Decent.Protocol.Frames;

namespace Decent.Instance.Nodes;

/// <summary>Decides which frames are news, and remembers them. No I/O; one owner.</summary>
/// <param name="known">As stored.</param>
internal sealed class NodeCursors(Dictionary<string, NodeCursor> known)
{
    /// <summary>Nodes that were heard.</summary>
    public IReadOnlyCollection<string> Names => known.Keys;

    /// <summary>Judges a frame of an enrolled node; Taken counts as stored from now on.</summary>
    public FrameVerdict Judge(UpFrame frame)
    {
        if (!known.TryGetValue(frame.Node, out var cursor))
            cursor = new NodeCursor();
        var verdict = frame switch
        {
            { Birth: { } birth } => Born(cursor, birth, frame.Retained),
            { Death: { } death } => OnLink(cursor, death.Envelope),
            { Will: { } link } => Broken(cursor, link),
            { LogEnvelope: { } envelope } => Logged(cursor, envelope),
            _ => OnLink(cursor, frame.Envelope!),
        };
        if (verdict != FrameVerdict.Taken)
            return verdict;
        if (frame.Death is { Reason: var reason })
            cursor.State = reason == Death.ReasonPower ? NodeState.Power : NodeState.Stopped;
        known[frame.Node] = cursor;
        return verdict;
    }

    /// <summary>A node's current link, over which it hears; null for one never heard.</summary>
    public ulong? LinkOf(string node) => known.TryGetValue(node, out var cursor) && cursor.State != NodeState.Never ? cursor.Link : null;

    /// <summary>Forgets a node.</summary>
    public void Remove(string node) => known.Remove(node);

    /// <summary>
    /// A birth just said makes its link the current one. One that the broker kept may be older than what is known, when a broker was killed
    /// and came back with its state of a minute ago; a node's boots and connects only rise.
    /// </summary>
    private static FrameVerdict Born(NodeCursor cursor, Birth birth, bool retained)
    {
        var isKnown = cursor.State != NodeState.Never;
        if (isKnown && birth.Envelope.Link == cursor.Link && birth.Envelope.Sequence <= cursor.Sequence)
            return FrameVerdict.Duplicate;
        if (isKnown && retained && (birth.Boot, birth.Connects).CompareTo((cursor.Boot, cursor.Connects)) < 0)
            return FrameVerdict.Stale;
        (cursor.State, cursor.Link, cursor.Sequence) = (NodeState.Alive, birth.Envelope.Link, birth.Envelope.Sequence);
        (cursor.Boot, cursor.Connects) = (birth.Boot, birth.Connects);
        return FrameVerdict.Taken;
    }

    private static FrameVerdict Broken(NodeCursor cursor, ulong link)
    {
        if (cursor.State == NodeState.Never || link != cursor.Link)
            return FrameVerdict.Stale;
        if (cursor.State != NodeState.Alive)
            return FrameVerdict.Duplicate;
        cursor.State = NodeState.Dead;
        return FrameVerdict.Taken;
    }

    private static FrameVerdict OnLink(NodeCursor cursor, Envelope envelope)
    {
        if (cursor.State == NodeState.Never || envelope.Link != cursor.Link)
            return FrameVerdict.Stale;
        if (envelope.Sequence <= cursor.Sequence)
            return FrameVerdict.Duplicate;
        cursor.Sequence = envelope.Sequence;
        return FrameVerdict.Taken;
    }

    /// <summary>Log records name themselves, so that those of an earlier link are welcome: their sender kept them for this.</summary>
    private static FrameVerdict Logged(NodeCursor cursor, Envelope envelope) =>
        OnLink(cursor, envelope) == FrameVerdict.Duplicate ? FrameVerdict.Duplicate : FrameVerdict.Taken;
}
