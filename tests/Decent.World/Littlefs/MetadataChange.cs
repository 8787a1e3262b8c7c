namespace Decent.World.Littlefs;

/// <summary>One atomic commit to a metadata pair: the tags that it appends, and what is true once the last of them is programmed.</summary>
internal sealed class MetadataChange(MetadataTag[] tags, Action done)
{
    private const int CreateBytes = 4;
    private const int PointerTagBytes = 4 + 8;

    public MetadataTag[] Tags => tags;

    public Action Done => done;

    private MetadataEntry? Created { get; init; }

    private int CreatedAt { get; init; }

    private MetadataEntry? Removed { get; init; }

    public static MetadataChange CreateFile(MetadataEntry file, int at, Action done) => new(
        [
            new MetadataTag(null, TagKind.Other, CreateBytes), new MetadataTag(file, TagKind.Name, file.NameBytes),
            new MetadataTag(file, TagKind.Struct, file.StructBytes),
        ],
        done) { Created = file, CreatedAt = at };

    public static MetadataChange CreateFolder(MetadataEntry folder, int at, Action done) => new(
        [
            new MetadataTag(null, TagKind.Other, CreateBytes), new MetadataTag(folder, TagKind.Name, folder.NameBytes),
            new MetadataTag(folder, TagKind.Struct, folder.StructBytes), new MetadataTag(null, TagKind.Other, PointerTagBytes),
        ],
        done) { Created = folder, CreatedAt = at };

    /// <summary>New content, inline when <paramref name="inlineBytes"/> is not negative, and the time of change.</summary>
    public static MetadataChange Update(MetadataEntry file, int inlineBytes, Action done) => new(
        [
            new MetadataTag(file, TagKind.Struct, inlineBytes < 0 ? PointerTagBytes : 4 + inlineBytes),
            new MetadataTag(file, TagKind.Time, Geometry.TimeAttributeBytes),
        ],
        done);

    public static MetadataChange Remove(MetadataEntry entry, Action done) =>
        new([new MetadataTag(entry, TagKind.Delete, CreateBytes)], done) { Removed = entry };

    /// <summary>A pair, or a folder, whose sectors are others now.</summary>
    public static MetadataChange Point(MetadataEntry? folder, Action done) =>
        new([new MetadataTag(folder, folder == null ? TagKind.Other : TagKind.Struct, PointerTagBytes)], done);

    /// <summary>The pair's entries once it is done.</summary>
    public List<MetadataEntry> After(List<MetadataEntry> before)
    {
        List<MetadataEntry> after = [.. before];
        if (Created != null) after.Insert(CreatedAt, Created);
        if (Removed != null) after.Remove(Removed);
        return after;
    }

    /// <summary>Bytes of an entry in a compacted sector once it is done.</summary>
    public int BytesOf(MetadataEntry entry)
    {
        int structBytes = entry.StructBytes;
        int timeBytes = entry.TimeBytes;
        foreach (MetadataTag tag in tags)
        {
            if (tag.Entry != entry) continue;
            if (tag.Kind == TagKind.Struct) structBytes = tag.Bytes;
            if (tag.Kind == TagKind.Time) timeBytes = tag.Bytes;
        }

        return entry.NameBytes + structBytes + timeBytes;
    }
}
