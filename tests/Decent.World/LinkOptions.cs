namespace Decent.World;

/// <summary>What one way between two nodes does to datagrams. Percentages are 0 to 100.</summary>
public sealed record LinkOptions
{
    /// <summary>Milliseconds each datagram takes; 2 by default, a quiet wired LAN seen from user space.</summary>
    public int LatencyMs { get; init; } = 2;

    /// <summary>Up to so many milliseconds more; datagrams overtake each other within it.</summary>
    public int JitterMs { get; init; }

    public int LossPercent { get; init; }

    public int DuplicatePercent { get; init; }

    /// <summary>Share of datagrams held back by <see cref="ReorderMs"/>, behind those sent after them.</summary>
    public int ReorderPercent { get; init; }

    public int ReorderMs { get; init; } = 40;
}
