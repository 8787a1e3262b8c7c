using System.Text;
using Decent.Content.Disk;

namespace Decent.Content.Shelves;

/// <summary>pins/: the names of resources whose newest version stays, one small file each. Read whole at the start: people pin dozens.</summary>
internal sealed class PinShelf
{
    private readonly StoreFolder _folder;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResourceId> _pins = [];

    public PinShelf(StoreFolder folder)
    {
        _folder = folder;
        foreach (string path in folder.Files("pins"))
        {
            if (FileReading.ReadSmall(path, ResourceId.BytesMax) is { } bytes && ResourceId.TryParse(Encoding.UTF8.GetString(bytes), out ResourceId? id, out _))
            {
                _pins[id.Text] = id;
            }
        }
    }

    /// <summary>All of them, ordered by id.</summary>
    public IReadOnlyList<ResourceId> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _pins.Values.OrderBy(id => id.Text, StringComparer.Ordinal)];
            }
        }
    }

    public bool Has(ResourceId id)
    {
        lock (_gate)
        {
            return _pins.ContainsKey(id.Text);
        }
    }

    /// <summary>Durable when this returns; false when it was pinned.</summary>
    public bool Add(ResourceId id)
    {
        lock (_gate)
        {
            if (_pins.ContainsKey(id.Text))
            {
                return false;
            }

            _folder.Write(_folder.PinFile(id.Key), Encoding.UTF8.GetBytes(id.Text), () => _pins.Add(id.Text, id));
            return true;
        }
    }

    /// <summary>Durable when this returns; false when it was not pinned.</summary>
    public bool Remove(ResourceId id)
    {
        lock (_gate)
        {
            if (!_pins.ContainsKey(id.Text))
            {
                return false;
            }

            string file = _folder.PinFile(id.Key);
            _folder.Disk.Delete(file);
            _pins.Remove(id.Text);
            _folder.Disk.FlushFolder(Path.GetDirectoryName(file)!);
            return true;
        }
    }
}
