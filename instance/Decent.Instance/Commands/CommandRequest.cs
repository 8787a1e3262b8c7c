namespace Decent.Instance.Commands;

/// <summary>What a node is to do.</summary>
public sealed record CommandRequest
{
    /// <summary>resize, prefetch, evict, restart, identify or report.</summary>
    public required string Verb { get; init; }

    /// <summary>resize: blocks; identify: seconds, 1 to 60; prefetch: 1 pins; else 0.</summary>
    public uint Value { get; init; }

    /// <summary>prefetch and evict: tags in hexadecimal or resource ids, which stand for their small blocks; at most 60 blocks in all.</summary>
    public IReadOnlyList<string> Blocks { get; init; } = [];

    /// <summary>Longest wait for the node's answer, 1 to 600 seconds.</summary>
    public int TimeoutSeconds { get; init; } = 10;
}
