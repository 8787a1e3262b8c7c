using System.Diagnostics.CodeAnalysis;
using System.Text;
using Decent.Content.Disk;
using Decent.Content.Index;

namespace Decent.Content.Shelves;

/// <summary>heads/: one small file per resource, outside the budget.</summary>
internal sealed class HeadShelf(StoreFolder folder, IndexWriter writer, IndexReader reader)
{
    private readonly Lock _gate = new();

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out Head? head)
    {
        head = key.Length == 16 ? reader.Head(key) : null;
        return head is not null;
    }

    public IReadOnlyList<Head> All() => reader.Heads();

    /// <summary>False when a higher count is known; durable when this returns true.</summary>
    public bool Put(Head head)
    {
        lock (_gate)
        {
            if (TryGet(head.Id.Key, out Head? known) && (head.Count < known.Count || head == known))
            {
                return head == known;
            }

            folder.Write(folder.HeadFile(head.Id.Key), Encoding.UTF8.GetBytes(head.ToJson()));
            writer.PutHead(head);
            return true;
        }
    }

    /// <summary>False for a file that is not a head of its name.</summary>
    public static bool TryRead(StoreFolder folder, string path, [NotNullWhen(true)] out Head? head)
    {
        head = null;
        return FileReading.ReadSmall(path, Head.JsonBytesMax) is { } json
            && Head.TryParseJson(json, out head) && folder.HeadFile(head.Id.Key) == path;
    }
}
