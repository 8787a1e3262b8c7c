using Decent.Instance.Runs;

namespace Decent.Instance.Nodes;

/// <summary>What came of one batch of messages from nodes.</summary>
/// <param name="News">Frames to be stored, in order.</param>
/// <param name="Accounted">The news with the log chunks that were heard before, in order.</param>
/// <param name="Strangers">Nodes that do not belong here and whose state the broker keeps.</param>
internal sealed record Heard(List<UpFrame> News, List<UpFrame> Accounted, List<string> Strangers)
{
    /// <summary>What nodes are to be told once everything is stored; null until the ledger has it.</summary>
    public RunNews? Answers { get; set; }
}
