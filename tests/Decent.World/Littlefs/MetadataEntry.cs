namespace Decent.World.Littlefs;

/// <summary>A committed name: a file, or a folder when it has a pair of its own.</summary>
internal sealed class MetadataEntry(string name, MetadataPair? folder)
{
    private const int TagBytes = 4;
    private const int PointerBytes = 8;

    public string Name => name;

    /// <summary>The folder's first metadata pair; null for a file.</summary>
    public MetadataPair? Folder => folder;

    public MetadataPair? Pair { get; set; }

    /// <summary>Content of a small file, which lies in the metadata; null when it lies in sectors of its own.</summary>
    public byte[]? Inline { get; set; } = [];

    /// <summary>The last sector, when not inline.</summary>
    public int Head { get; set; }

    public int Size { get; set; }

    public bool IsOpen { get; set; }

    public bool HasTime { get; set; }

    public int NameBytes => TagBytes + name.Length;

    public int StructBytes => folder != null || Inline == null ? TagBytes + PointerBytes : TagBytes + Inline.Length;

    public int TimeBytes => HasTime ? Geometry.TimeAttributeBytes : 0;
}
