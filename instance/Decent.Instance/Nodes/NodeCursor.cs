namespace Decent.Instance.Nodes;

/// <summary>As far as a node was heard: what tells news from repetitions.</summary>
internal sealed class NodeCursor
{
    public NodeState State { get; set; }

    /// <summary>The current link; meaningless while <see cref="State"/> is Never.</summary>
    public ulong Link { get; set; }

    /// <summary>Highest sequence of that link.</summary>
    public uint Sequence { get; set; }

    public uint Boot { get; set; }

    public uint Connects { get; set; }
}
