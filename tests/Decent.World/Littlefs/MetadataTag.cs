namespace Decent.World.Littlefs;

/// <summary>What a tag in the metadata says of its entry; a later tag of the same entry and kind replaces it.</summary>
internal enum TagKind
{
    Name,
    Struct,
    Time,
    Delete,

    /// <summary>Of the pair itself, or one that only moves others: nothing looks for what replaces it.</summary>
    Other,
}

/// <summary>A tag with its content, and where it lies in the sector.</summary>
internal readonly record struct MetadataTag(MetadataEntry? Entry, TagKind Kind, int Bytes, int Offset = 0)
{
    public bool IsReplacedBy(MetadataTag later) => later.Entry == Entry && (later.Kind == Kind || later.Kind == TagKind.Delete);
}
