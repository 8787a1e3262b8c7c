using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Decent.Content.Disk;
using Decent.Content.Index;

namespace Decent.Content.Shelves;

/// <summary>heads/: one small file per resource, outside the budget; the ones used last stay in memory.</summary>
internal sealed class HeadShelf(StoreFolder folder, IndexWriter writer, IndexReader reader)
{
    /// <summary>A head takes about 1 KiB; beyond this many all are read again.</summary>
    private const int CachedMax = 1024;

    private readonly Lock _gate = new();
    private readonly Lock _cachedGate = new();
    private readonly ConcurrentDictionary<UInt128, Head> _cached = [];
    private long _writes;

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out Head? head)
    {
        head = null;
        if (key.Length == 16 && !_cached.TryGetValue(BinaryPrimitives.ReadUInt128LittleEndian(key), out head))
        {
            long before = Volatile.Read(ref _writes);
            head = reader.Head(key);
            Remember(head, before);
        }

        return head is not null;
    }

    public IReadOnlyList<Head> All() => reader.Heads();

    /// <summary>How many of each of the 256 groups there are.</summary>
    public IReadOnlyList<int> Counts() => reader.HeadCounts();

    /// <summary>Every head of a group (0 to 255), in no order.</summary>
    public IReadOnlyList<Head> OfGroup(int group) => reader.HeadsOfGroup((byte)group);

    /// <summary>False when a higher count is known, or another version with this count; durable when this returns true.</summary>
    public bool Put(Head head)
    {
        lock (_gate)
        {
            if (TryGet(head.Id.Key, out Head? known) && !IsNews(head, known))
            {
                return head == known;
            }

            Write(head);
            return true;
        }
    }

    /// <summary>Whatever is known; durable when this returns.</summary>
    public void Replace(Head head)
    {
        lock (_gate)
        {
            Write(head);
        }
    }

    /// <summary>False for a file that is not a head of its name.</summary>
    public static bool TryRead(StoreFolder folder, string path, [NotNullWhen(true)] out Head? head)
    {
        head = null;
        return FileReading.ReadSmall(path, Head.JsonBytesMax) is { } json
            && Head.TryParseJson(json, out head) && folder.HeadFile(head.Id.Key) == path;
    }

    /// <summary>Of a version that is known, only the first signature and one by another key are worth a write: signing again gives other bytes.</summary>
    private static bool IsNews(Head head, Head known) =>
        head.Count > known.Count || (head == known && head.Signature is { } signature && signature.KeyId != known.Signature?.KeyId);

    private void Write(Head head)
    {
        folder.Write(folder.HeadFile(head.Id.Key), Encoding.UTF8.GetBytes(head.ToJson()), () => writer.PutHead(head));
        Remember(head, Interlocked.Increment(ref _writes));
    }

    /// <summary>Unless another was written since <paramref name="writes"/>: then this one may be older.</summary>
    private void Remember(Head? head, long writes)
    {
        lock (_cachedGate)
        {
            if (head is null || writes != Volatile.Read(ref _writes))
            {
                return;
            }

            if (_cached.Count >= CachedMax)
            {
                _cached.Clear();
            }

            _cached[BinaryPrimitives.ReadUInt128LittleEndian(head.Id.Key)] = head;
        }
    }
}
