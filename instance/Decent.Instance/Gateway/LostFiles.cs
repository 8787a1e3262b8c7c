using System.Diagnostics.CodeAnalysis;
using Decent.Content;

namespace Decent.Instance.Gateway;

/// <summary>Files that the store lacks and a manifest lists, so that a request by the file's own CID finds its version. Thread-safe.</summary>
public sealed class LostFiles(ContentStore store)
{
    // About 10 MB. A file that is pushed out is noted again when its manifest is asked for.
    private const int Most = 65_536;

    private readonly Lock _gate = new();
    private readonly Dictionary<Cid, Cid> _roots = [];

    /// <summary>Remembers what the store lacks of a version.</summary>
    public void Note(Manifest manifest)
    {
        foreach (var entry in manifest.Entries)
        {
            if (entry.Cid == manifest.Root || store.HasObject(entry.Cid))
                continue;
            lock (_gate)
            {
                if (_roots.Count >= Most)
                    _roots.Clear();
                _roots[entry.Cid] = manifest.Root;
            }
        }
    }

    /// <summary>The version that lists a file.</summary>
    public bool TryFind(Cid file, [NotNullWhen(true)] out Cid root)
    {
        lock (_gate)
            return _roots.TryGetValue(file, out root);
    }
}
