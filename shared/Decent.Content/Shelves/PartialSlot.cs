namespace Decent.Content.Shelves;

/// <summary>The place of one open download on its shelf: how many have it open, and the download once its first user has made it.</summary>
internal sealed class PartialSlot(Cid cid, Func<SharedPartial> make)
{
    private readonly Lazy<SharedPartial> _partial = new(make);

    public Cid Cid => cid;

    /// <summary>Guarded by the shelf.</summary>
    public int Users { get; set; }

    public SharedPartial? Opened => _partial.IsValueCreated ? _partial.Value : null;

    public bool IsCommitted => Opened is { IsCommitted: true };

    public SharedPartial Open() => _partial.Value;
}
