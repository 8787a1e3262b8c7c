using Decent.Content.Eviction;

namespace Decent.Content;

/// <summary>Where a content store lies and how much it may hold.</summary>
public sealed class ContentStoreOptions
{
    /// <summary>The store's own folder; made when it is missing. One process at a time.</summary>
    public required string Folder { get; init; }

    /// <summary>Bytes of content and downloads in progress; at least 1. Default 2,000,000,000: what a 16 GB card spares. long.MaxValue: no limit.</summary>
    public long BytesMax { get; init; } = 2_000_000_000;

    /// <summary>Bytes that stay free on the disk: nothing is stored that would leave less. Default 0: no such rule.</summary>
    public long FreeBytesMin { get; init; }

    /// <summary>Which objects go when room is needed: one of <see cref="EvictionPolicy.Names"/>.</summary>
    public string Policy { get; init; } = EvictionPolicy.Default;

    /// <summary>Passed by every change of the store; its owner closes it when the power may go.</summary>
    public Disk.WriteGate Gate { get; init; } = new();

    /// <summary>Files and index are compared at open even though the index says that they agree. Default false.</summary>
    public bool Compares { get; init; }

    internal Disk.IDisk Disk { get; init; } = Content.Disk.RealDisk.Instance;
}
