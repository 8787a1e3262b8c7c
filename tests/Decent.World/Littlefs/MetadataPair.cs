namespace Decent.World.Littlefs;

/// <summary>
/// Two sectors that take turns: commits are appended to one until it is full, then what still holds is written to the other. Here is what the last
/// complete commit says; the sectors themselves carry no bytes of it.
/// </summary>
internal sealed class MetadataPair(int current, int other)
{
    /// <summary>A sector must leave room for the least checksum of a commit.</summary>
    public const int EndBytes = Geometry.BlockBytes - 8;

    private const int RevisionBytes = 4;
    private const int ChecksumBytes = 5 * 4;

    /// <summary>The sector that holds, and the one that is written next.</summary>
    public int Current { get; set; } = current;

    public int Other { get; set; } = other;

    public int Revision { get; set; }

    /// <summary>Where the next commit begins.</summary>
    public int Offset { get; set; }

    /// <summary>Another commit can be appended: the rest of the sector is known to be erased.</summary>
    public bool IsErased { get; set; }

    /// <summary>The folder goes on in the next pair.</summary>
    public bool IsSplit { get; set; }

    /// <summary>The pair at sectors 0 and 1, which cannot move.</summary>
    public bool IsSuper { get; init; }

    /// <summary>By name.</summary>
    public List<MetadataEntry> Entries { get; set; } = [];

    /// <summary>The tags in the current sector: how far a search must read depends on them.</summary>
    public List<MetadataTag> Log { get; set; } = [];

    public bool NeedsRelocation => (Revision + 1) % Geometry.Cycles == 0;

    /// <summary>The end of a commit that begins here: a checksum of itself and one of what follows, filled up to whole units.</summary>
    public static int EndOf(int offset, int bytes) => Geometry.Up(Math.Min(offset + bytes + ChecksumBytes, Geometry.BlockBytes));

    /// <summary>Bytes of a compacted sector before its checksum.</summary>
    public int CompactBytes(IEnumerable<MetadataEntry> entries, MetadataChange change, bool hasTail) =>
        RevisionBytes + (IsSuper ? SuperBytes : 0) + entries.Sum(change.BytesOf) + (hasTail ? TailBytes : 0);

    /// <summary>Makes the log that a compaction leaves.</summary>
    public void Rewrite(int end)
    {
        Log = [];
        int at = RevisionBytes + (IsSuper ? SuperBytes : 0);
        foreach (MetadataEntry entry in Entries)
        {
            entry.Pair = this;
            Note(entry, TagKind.Name, entry.NameBytes, ref at);
            Note(entry, TagKind.Struct, entry.StructBytes, ref at);
            if (entry.TimeBytes > 0) Note(entry, TagKind.Time, entry.TimeBytes, ref at);
        }

        Log.Add(new MetadataTag(null, TagKind.Other, 0, at));
        Offset = end;
        IsErased = end < Geometry.BlockBytes;
    }

    public void Append(MetadataTag[] tags, int end)
    {
        int at = Offset;
        foreach (MetadataTag tag in tags)
        {
            Log.Add(tag with { Offset = at });
            at += tag.Bytes;
        }

        Log.Add(new MetadataTag(null, TagKind.Other, 0, at));
        Offset = end;
        IsErased = end < Geometry.BlockBytes;
    }

    private const int SuperBytes = 4 + 8 + 4 + 24;
    private const int TailBytes = 4 + 8;

    private void Note(MetadataEntry entry, TagKind kind, int bytes, ref int at)
    {
        Log.Add(new MetadataTag(entry, kind, bytes, at));
        at += bytes;
    }
}
