using Decent.Content.Index;

namespace Decent.Content.Shelves;

/// <summary>What the objects of a version are worth keeping for: its resource's last commit, and that somebody pinned it.</summary>
internal sealed class Worth
{
    private readonly Lock _gate = new();
    private readonly PinShelf _pins;
    private readonly HeadShelf _heads;
    private readonly ManifestShelf _manifests;
    private readonly IndexWriter _writer;
    private readonly IndexReader _reader;
    private readonly EvictionDesk _eviction;

    public Worth(PinShelf pins, HeadShelf heads, ManifestShelf manifests, IndexWriter writer, IndexReader reader, EvictionDesk eviction)
    {
        (_pins, _heads, _manifests, _writer, _reader, _eviction) = (pins, heads, manifests, writer, reader, eviction);
        PinObjects();
    }

    public IReadOnlyList<ResourceId> Pins => _pins.All;

    public bool Pin(ResourceId id)
    {
        bool isNew = _pins.Add(id);
        PinObjects();
        return isNew;
    }

    public bool Unpin(ResourceId id)
    {
        bool was = _pins.Remove(id);
        PinObjects();
        return was;
    }

    /// <summary>A head was kept: its manifest may have been here before it.</summary>
    public void Committed(Head head)
    {
        if (_manifests.TryGet(head.Root, out Manifest? manifest))
        {
            Maintain(manifest, head.Time.ToUnixTimeSeconds());
        }
    }

    /// <summary>A manifest was kept, or its objects were: its head may have been here before them.</summary>
    public void Known(Manifest manifest)
    {
        if (_reader.Committed(manifest.Root) is > 0 and var committed)
        {
            Maintain(manifest, committed);
        }
    }

    private void Maintain(Manifest manifest, long committed)
    {
        IEnumerable<Cid> files = manifest.Entries.Select(entry => entry.Cid);
        _writer.Maintain(files, committed);
        _eviction.Maintain(files, committed);
        if (_pins.All.Any(id => _heads.TryGet(id.Key, out Head? head) && head.Root == manifest.Root))
        {
            PinObjects();
        }
    }

    private void PinObjects()
    {
        lock (_gate)
        {
            HashSet<long> names = [];
            foreach (ResourceId id in _pins.All)
            {
                if (_heads.TryGet(id.Key, out Head? head) && _manifests.TryGet(head.Root, out Manifest? manifest))
                {
                    names.UnionWith(manifest.Entries.Select(entry => entry.Cid.Name));
                }
            }

            _eviction.Pin(names);
        }
    }
}
