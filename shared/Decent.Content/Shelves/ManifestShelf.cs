using System.Diagnostics.CodeAnalysis;
using Decent.Content.Disk;
using Decent.Content.Index;

namespace Decent.Content.Shelves;

/// <summary>manifests/: one file per version, outside the budget; the last ones used stay in memory.</summary>
internal sealed class ManifestShelf(StoreFolder folder, IndexWriter writer, IndexReader reader, DamageShelf damages)
{
    private const int CachedMax = 64;
    private const long CachedBytesMax = 8 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<Cid, Manifest> _cached = [];
    private long _cachedBytes;

    public bool TryGet(Cid root, [NotNullWhen(true)] out Manifest? manifest)
    {
        lock (_gate)
        {
            if (_cached.TryGetValue(root, out manifest))
            {
                return true;
            }
        }

        string path = folder.ManifestFile(root);
        if (root.IsDefault || !File.Exists(path))
        {
            return false;
        }

        if (!TryRead(path, root, out manifest))
        {
            using WriteGate.Scope change = folder.Gate.EnterIfOpen();
            if (change.IsEntered)
            {
                writer.RemoveManifest(root);
                damages.Keep(path);
            }

            return false;
        }

        Remember(manifest);
        return true;
    }

    /// <summary>Durable when this returns.</summary>
    public void Put(Manifest manifest)
    {
        if (!TryGet(manifest.Root, out _))
        {
            writer.AddNodes(manifest);
            folder.Write(folder.ManifestFile(manifest.Root), manifest.ToBytes(), () => writer.AddManifest(manifest.Root));
            Remember(manifest);
        }
    }

    public bool TryGetNode(Cid cid, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (!cid.IsDefault && !cid.IsRaw && reader.TryFindNode(cid, out Cid root) && TryGet(root, out Manifest? manifest))
        {
            foreach (DagNode node in manifest.Nodes())
            {
                if (node.Cid == cid)
                {
                    bytes = node.Bytes;
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>False for a file that is not the manifest of its name.</summary>
    public static bool TryRead(string path, Cid root, [NotNullWhen(true)] out Manifest? manifest)
    {
        manifest = null;
        return FileReading.ReadSmall(path, Manifest.BytesMax) is { } bytes
            && Manifest.TryRead(bytes, out manifest, out _) && manifest.Root == root;
    }

    private void Remember(Manifest manifest)
    {
        lock (_gate)
        {
            if (_cached.Count >= CachedMax || _cachedBytes + manifest.EncodedLength > CachedBytesMax)
            {
                _cached.Clear();
                _cachedBytes = 0;
            }

            if (manifest.EncodedLength <= CachedBytesMax / 2 && _cached.TryAdd(manifest.Root, manifest))
            {
                _cachedBytes += manifest.EncodedLength;
            }
        }
    }
}
