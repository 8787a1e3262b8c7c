namespace Decent.Instance.Nodes;

/// <summary>What became of one message from a node.</summary>
public enum FrameVerdict
{
    /// <summary>It is news and is stored.</summary>
    Taken,

    /// <summary>Same link, no higher sequence: seen already.</summary>
    Duplicate,

    /// <summary>It speaks of a link that is not the node's current one: a late will, or a retained birth older than a known one.</summary>
    Stale,

    /// <summary>Its bytes are no frame of this topic.</summary>
    Malformed,

    /// <summary>Its topic is none of ours, or its branch is not that of the node.</summary>
    Misplaced,

    /// <summary>Nobody enrolled this node.</summary>
    Unknown,

    /// <summary>A topic that this version does not read, or a state that was cleared.</summary>
    Unread,
}
