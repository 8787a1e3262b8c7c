namespace Decent.Instance.Bootstrap;

/// <summary>What the operator wants of one node; 0 and an empty list leave it to the node.</summary>
public sealed record NodeSettings
{
    /// <summary>Small blocks to hold, 0 to 16,384.</summary>
    public uint Blocks { get; init; }

    /// <summary>Content bytes a second that it may give to others, 5,000 to 100,000,000; or 0.</summary>
    public uint Offered { get; init; }

    /// <summary>Tags in hexadecimal, and ids of resources whose small blocks are meant, whatever their newest version is; at most 64 of each.</summary>
    public IReadOnlyList<string> Hold { get; init; } = [];
}
