namespace Decent.Instance.Index;

/// <summary>What the index keeps of a version.</summary>
/// <param name="Version">The version.</param>
/// <param name="Blocks">Its small blocks.</param>
public sealed record IndexEntry(ResourceVersion Version, VersionBlocks Blocks);
