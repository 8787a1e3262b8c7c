using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Decent.Content.Disk;
using Decent.Content.Eviction;
using Decent.Content.Import;
using Decent.Content.Index;
using Decent.Content.Shelves;
using Microsoft.Extensions.Logging;

namespace Decent.Content;

/// <summary>
/// Content by CID: whole files as plain files, an index that can be rebuilt from them, and no byte given out that was not verified.
/// DESIGN.md beside this file has the folder's layout and the order of writing. Thread-safe; one process per folder.
/// </summary>
public sealed class ContentStore : IDisposable
{
    private readonly StoreFolder _folder;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly FileStream _lock;
    private readonly IndexWriter _writer;
    private readonly IndexReader _reader;
    private readonly Budget _budget;
    private readonly ObjectShelf _objects;
    private readonly PartialShelf _partials;
    private readonly ManifestShelf _manifests;
    private readonly HeadShelf _heads;
    private readonly Worth _worth;
    private readonly LeafLookup _leaves;
    private readonly ScrubShelf _scrub;
    private int _disposed;

    private ContentStore(ContentStoreOptions options, StoreFolder folder, FileStream ownership, TimeProvider time, ILogger log)
    {
        (_folder, _lock, _time, _log) = (folder, ownership, time, log);
        DamageShelf damages = new(folder, options.BytesMax / 10);
        RebuiltReason = IndexRecovery.Open(folder, out _writer);
        bool inOrder = _writer.WasClosedInOrder && !options.Compares;
        if (!inOrder)
        {
            RebuiltReason = RebuiltReason.Length > 0 && IndexRecovery.HasFiles(folder) ? RebuiltReason : "";
            new IndexRecovery(folder, _writer, damages).Run();
        }

        _writer.MarkClosed(inOrder: false);
        _reader = new IndexReader(folder.IndexFile);
        _budget = new Budget(options.BytesMax, options.FreeBytesMin, () => folder.Disk.FreeBytes(options.Folder));
        _budget.Count(_writer.BytesTotal);
        Holds holds = new();
        EvictionDesk eviction = new(_writer, holds, () => EvictionPolicy.Named(options.Policy, options.BytesMax));
        _objects = new ObjectShelf(folder, _writer, _reader, _budget, damages, holds, eviction, time);
        _objects.Damaged += OnDamaged;
        _partials = new PartialShelf(folder, _objects, _budget);
        _partials.Adopt();
        _manifests = new ManifestShelf(folder, _writer, _reader, damages);
        _heads = new HeadShelf(folder, _writer, _reader);
        _worth = new Worth(new PinShelf(folder), _heads, _manifests, _writer, _reader, eviction);
        _leaves = new LeafLookup(_objects, _partials, _reader);
        _scrub = new ScrubShelf(_objects, _reader);
        Report(inOrder);
    }

    /// <summary>Raised on the reading thread after a wrong byte was found and its object dropped. Handlers must be quick.</summary>
    public event Action<StoreDamage>? Damaged;

    /// <summary>Why the index was made anew at open, in one sentence; "" when it was not.</summary>
    public string RebuiltReason { get; }

    /// <summary>Counted now; costs a scan of the index.</summary>
    public StoreUsage Usage => _reader.Usage() with { PartialBytes = _partials.Bytes };

    /// <summary>
    /// Opens or makes the store. Compares index and files when the last process did not close it in order, and rebuilds a damaged index.
    /// Throws IOException when another process has it, DllNotFoundException when SQLite is not installed.
    /// </summary>
    public static ContentStore Open(ContentStoreOptions options, TimeProvider time, ILogger<ContentStore> log)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BytesMax, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.FreeBytesMin);
        _ = EvictionPolicy.Named(options.Policy, options.BytesMax);
        SqliteLibrary.Load();
        StoreFolder folder = new(options.Folder, options.Disk, options.Gate);
        FileStream ownership = Own(folder);
        try
        {
            return new ContentStore(options, folder, ownership, time, log);
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Copies a file or folder into the store; verified and durable when the task ends. Progress is in bytes done of all files.
    /// Throws ContentRefusedException for what the design refuses or the budget cannot hold, FileNotFoundException when nothing is there.
    /// </summary>
    public Task<Manifest> ImportAsync(string fileOrFolder, IProgress<long>? bytes, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using Importer importer = new(_folder, _objects, _manifests, _budget);
            Manifest manifest = importer.Import(fileOrFolder, bytes, cancellationToken);
            _worth.Known(manifest);
            return manifest;
        },
        cancellationToken);

    /// <summary>The manifest of a version, verified against its root; false when it is not here.</summary>
    public bool TryGetManifest(Cid root, [NotNullWhen(true)] out Manifest? manifest) => _manifests.TryGet(root, out manifest);

    /// <summary>Keeps a manifest outside the budget; durable when this returns.</summary>
    public void PutManifest(Manifest manifest)
    {
        _manifests.Put(manifest);
        _worth.Known(manifest);
    }

    /// <summary>The newest known version of a resource.</summary>
    public bool TryGetHead(ResourceId id, [NotNullWhen(true)] out Head? head) => _heads.TryGet(id.Key, out head);

    /// <summary>
    /// False, and nothing kept, when a higher write count is known, or another version with this count. Durable when this returns true.
    /// </summary>
    public bool PutHead(Head head)
    {
        bool isKept = _heads.Put(head);
        if (isKept)
        {
            _worth.Committed(head);
        }

        return isKept;
    }

    /// <summary>Keeps a head whatever is known of its resource, for when that was never to be believed. Durable when this returns.</summary>
    public void ReplaceHead(Head head)
    {
        _heads.Replace(head);
        _worth.Committed(head);
    }

    /// <summary>How many heads of each of the 256 groups are here.</summary>
    public IReadOnlyList<int> HeadCounts() => _heads.Counts();

    /// <summary>Every head of a group (0 to 255), in no order.</summary>
    public IReadOnlyList<Head> HeadsOfGroup(int group) => _heads.OfGroup(group);

    /// <summary>Every head, ordered by id.</summary>
    public IReadOnlyList<Head> Heads() => _heads.All();

    /// <summary>The head of the resource with this key, 16 bytes; false for any other length.</summary>
    public bool TryFindHeadByKey(ReadOnlySpan<byte> key16, [NotNullWhen(true)] out Head? head) => _heads.TryGet(key16, out head);

    /// <summary>True when the file is here as a whole.</summary>
    public bool HasObject(Cid file) => _objects.Has(file);

    /// <summary>True when every file of the version is here.</summary>
    public bool HasWhole(Manifest manifest) => manifest.Entries.All(e => _objects.Has(e.Cid));

    /// <summary>A lease on an object; null when it is absent.</summary>
    public ContentReader? OpenObject(Cid file) => _objects.Open(file);

    /// <summary>
    /// As <see cref="OpenObject"/> when the object's file is open anyway, and without looking for its name: reads will tell. Null otherwise, and then
    /// nothing is known of it.
    /// </summary>
    public ContentReader? OpenAgain(Cid file) => _objects.OpenAgain(file);

    /// <summary>The length of a leaf of any object here, by its sha2-256 (32 bytes); false when none has it.</summary>
    public bool TryFindLeaf(ReadOnlySpan<byte> digest32, out int length) => _leaves.TryFind(digest32, out length);

    /// <summary>
    /// Reads a leaf of any object or verified part of a download by its sha2-256 (32 bytes), verified; its length, or -1. The buffer has room for it.
    /// </summary>
    public int ReadLeaf(ReadOnlySpan<byte> digest32, Span<byte> buffer) => _leaves.Read(digest32, buffer);

    /// <summary>As the other, for a raw CID; -1 for a dag-pb node.</summary>
    public int ReadLeaf(Cid leaf, Span<byte> buffer) => leaf.IsRaw ? _leaves.Read(leaf.Digest, buffer) : -1;

    /// <summary>Reads a small block by its tag (16 bytes), verified; its length, or -1. The buffer has room for 4,032 bytes.</summary>
    public int ReadBlock(ReadOnlySpan<byte> tag16, Span<byte> buffer) => _leaves.ReadTagged(tag16, buffer);

    /// <summary>True when a small block with this tag (16 bytes) is here; read it to be sure.</summary>
    public bool HasBlock(ReadOnlySpan<byte> tag16) => _leaves.HasTagged(tag16);

    /// <summary>Reads leaves again from the disk, as many as the buffer (at least 1 MiB) holds; no use of them. What is wrong is dropped and told.</summary>
    public ScrubRead Scrub(ScrubPlace at, Span<byte> buffer) => _scrub.Read(at, buffer);

    /// <summary>The bytes of a dag-pb node of any manifest here.</summary>
    public bool TryGetNode(Cid dagPb, [NotNullWhen(true)] out byte[]? bytes) => _manifests.TryGetNode(dagPb, out bytes);

    /// <summary>
    /// Begins or resumes the download of one file of the manifest; all who open it share it. Marked leaves of an earlier run are hashed first.
    /// Throws ContentRefusedException when the budget cannot hold it.
    /// </summary>
    public PartialObject OpenPartial(Manifest manifest, ManifestEntry entry) => 
        new(_partials, _partials.Open(entry.Cid, manifest.TableOf(entry), manifest.Root));

    /// <summary>The resources that are pinned, ordered by id.</summary>
    public IReadOnlyList<ResourceId> Pins => _worth.Pins;

    /// <summary>What is here of the resource's newest known version stays until it is unpinned or a newer one is known. Durable; false when it was.</summary>
    public bool Pin(ResourceId id) => _worth.Pin(id);

    /// <summary>Its content may go again. Durable; false when it was not pinned.</summary>
    public bool Unpin(ResourceId id) => _worth.Unpin(id);

    /// <summary>Drops objects and downloads, even those in use (open readers stay readable); heads and manifests stay. Returns the bytes freed.</summary>
    public long ClearContent()
    {
        long freed = _objects.Clear() + _partials.Clear();
        _log.Cleared(freed);
        return freed;
    }

    /// <summary>Tells the index which objects were used since, so that eviction knows after a restart.</summary>
    public void Flush() => _objects.Flush();

    /// <summary>
    /// Says in the index that it agrees with the files, although the store stays open: with the gate closed, and everybody who was inside gone, it does.
    /// Durable when this returns. Not said while the disk has yet to note down a name: then the next open compares. <see cref="Resume"/> comes before the
    /// gate opens.
    /// </summary>
    public void Rest()
    {
        if (!_folder.IsSettling)
        {
            _writer.MarkClosed(inOrder: true);
        }
    }

    /// <summary>Takes back what <see cref="Rest"/> said.</summary>
    public void Resume() => _writer.MarkClosed(inOrder: false);

    /// <summary>Closes the store in order, so that the next open need not compare files.</summary>
    public void Dispose() => Close(inOrder: true);

    /// <summary>Lets go of the folder as a killed process would.</summary>
    internal void Abandon() => Close(inOrder: false);

    private static FileStream Own(StoreFolder folder)
    {
        try
        {
            return new FileStream(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"The content store at {folder.LockFile} is in use: stop the other process, or give this one its own folder.", e);
        }
    }

    private void Close(bool inOrder)
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _partials.Dispose();
        if (inOrder)
        {
            _objects.Flush();
            _writer.MarkClosed(inOrder: true);
        }

        _objects.Dispose();
        _reader.Dispose();
        _writer.Dispose();
        _lock.Dispose();
    }

    private void OnDamaged(Cid cid, int leaf, string reason)
    {
        _log.ObjectDamaged(cid, leaf, reason);
        Damaged?.Invoke(new StoreDamage(cid, leaf, _time.GetUtcNow(), reason));
    }

    private void Report(bool inOrder)
    {
        StoreUsage usage = inOrder ? default : _reader.Usage();
        if (RebuiltReason.Length > 0)
        {
            _log.IndexRebuilt(_folder.IndexFile, RebuiltReason, usage.Objects, usage.Manifests, usage.Heads);
        }
        else if (usage.Objects > 0)
        {
            _log.IndexCompared(_folder.IndexFile, usage.Objects, usage.Bytes);
        }
    }
}
