using Decent.Content.Disk;
using Decent.Content.Import;
using Decent.Content.Shelves;

namespace Decent.Content.Index;

/// <summary>
/// Brings index.db back to what the files say, after a crash or from nothing. An object is taken on the word of a manifest that
/// mentions it with the right length (every read is verified anyway); one that no manifest mentions is hashed.
/// </summary>
internal sealed class IndexRecovery(StoreFolder folder, IndexWriter writer, DamageShelf damages)
{
    private readonly Dictionary<Cid, long> _unindexed = [];
    private long _used = writer.UsedMax;
    private bool _tookObjects;

    /// <summary>Puts an unreadable index aside; the reason, or "" when the index was opened as it is.</summary>
    public static string Open(StoreFolder folder, out IndexWriter writer)
    {
        string reason = new FileInfo(folder.IndexFile) is { Exists: true, Length: > 0 } ? "" : "index.db was missing or empty";
        try
        {
            writer = new IndexWriter(folder.IndexFile, folder.Gate);
            return reason;
        }
        catch (Exception e) when (e is InvalidDataException || e is Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 1 or 11 or 24 or 26 })
        {
            reason = $"index.db was damaged ({e.Message}) and now lies in damaged/";
        }

        folder.Disk.Rename(folder.IndexFile, folder.DamagedFile("index.db"));
        folder.Disk.Delete(folder.IndexFile + "-wal");
        folder.Disk.Delete(folder.IndexFile + "-shm");
        writer = new IndexWriter(folder.IndexFile, folder.Gate);
        return reason;
    }

    /// <summary>True when there is anything to index.</summary>
    public static bool HasFiles(StoreFolder folder) =>
        folder.Files("objects").Any() || folder.Files("manifests").Any() || folder.Files("heads").Any();

    public void Run()
    {
        writer.Bulk(begins: true);
        CompareObjects();
        CompareManifests();
        HashUnmentioned();
        IndexHeads();
        writer.DropStray();
        writer.Bulk(begins: false);
    }

    private void CompareObjects()
    {
        foreach (string path in folder.Files("objects"))
        {
            if (Cid.TryParse(Path.GetFileName(path), out Cid cid))
            {
                _unindexed[cid] = new FileInfo(path).Length;
            }
        }

        foreach ((Cid cid, long size) in writer.Objects())
        {
            if (!_unindexed.Remove(cid, out long length) || length != size)
            {
                writer.DropLeaves(writer.RemoveObject(cid));
                if (File.Exists(folder.ObjectFile(cid)))
                {
                    _unindexed[cid] = length;
                }
            }
        }
    }

    private void CompareManifests()
    {
        HashSet<Cid> known = [.. writer.Manifests()];
        foreach (string path in folder.Files("manifests"))
        {
            if (!Cid.TryParse(Path.GetFileName(path), out Cid root) || known.Remove(root))
            {
                continue;
            }

            if (ManifestShelf.TryRead(path, root, out Manifest? manifest))
            {
                writer.AddNodes(manifest);
                writer.AddManifest(root);
                IndexMentioned(manifest);
            }
            else
            {
                damages.Keep(path);
            }
        }

        foreach (Cid missing in known)
        {
            writer.RemoveManifest(missing);
        }
    }

    private void IndexMentioned(Manifest manifest)
    {
        foreach (ManifestEntry entry in manifest.Entries)
        {
            if (_unindexed.TryGetValue(entry.Cid, out long length) && length == entry.Size)
            {
                _unindexed.Remove(entry.Cid);
                Index(entry.Cid, manifest.TableOf(entry));
                _tookObjects = true;
            }
        }
    }

    private void HashUnmentioned()
    {
        foreach (Cid cid in _unindexed.Keys)
        {
            string path = folder.ObjectFile(cid);
            if (StoredFile.TryHash(path, cid, out LeafTable leaves))
            {
                Index(cid, leaves);
            }
            else
            {
                damages.Keep(path);
            }
        }
    }

    private void IndexHeads()
    {
        foreach (string path in folder.Files("heads"))
        {
            if (HeadShelf.TryRead(folder, path, out Head? head))
            {
                writer.PutHead(head);
                // Objects that the index did not have know of no resource.
                if (_tookObjects && ManifestShelf.TryRead(folder.ManifestFile(head.Root), head.Root, out Manifest? manifest))
                {
                    writer.Maintain(manifest.Entries.Select(entry => entry.Cid), head.Time.ToUnixTimeSeconds());
                }
            }
            else
            {
                damages.Keep(path);
            }
        }
    }

    private void Index(Cid cid, LeafTable leaves) => writer.AddObject(writer.AddLeaves(leaves), cid, leaves, ++_used);
}
