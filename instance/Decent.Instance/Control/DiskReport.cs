namespace Decent.Instance.Control;

/// <summary>What the instance takes of its disk, in bytes.</summary>
public sealed record DiskReport
{
    /// <summary>Packs and refs of all repositories.</summary>
    public required long GitBytes { get; init; }

    /// <summary>Content beside git.</summary>
    public required long ContentBytes { get; init; }

    /// <summary>Most content beside git.</summary>
    public required long ContentBytesMax { get; init; }

    /// <summary>Index, ledger and records with their logs.</summary>
    public required long DatabaseBytes { get; init; }

    /// <summary>Free for this user.</summary>
    public required long FreeBytes { get; init; }

    /// <summary>The whole disk.</summary>
    public required long TotalBytes { get; init; }
}
