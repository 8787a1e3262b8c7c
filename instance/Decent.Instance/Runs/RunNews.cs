using Decent.Protocol.Frames;

namespace Decent.Instance.Runs;

/// <summary>What nodes are to be told of a batch that is on the disk.</summary>
internal sealed class RunNews
{
    /// <summary>Answers to claims, in order; envelopes are empty.</summary>
    public List<(string Node, RunGrant Grant)> Grants { get; } = [];

    /// <summary>By node, the sequence up to which its log is stored.</summary>
    public Dictionary<string, uint> Acknowledged { get; } = [];
}
