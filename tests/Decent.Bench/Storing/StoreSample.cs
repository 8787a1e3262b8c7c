using Decent.Content;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Bench.Storing;

/// <summary>What the store benchmark runs in a process of its own.</summary>
public static class StoreSample
{
    /// <summary>Opens the store and reads one object: the time to serving. What it returns is left open, as a killed process would.</summary>
    public static string Open(string folder, string cid, List<ContentStore> opened)
    {
        ContentStore store = ContentStore.Open(
            new ContentStoreOptions { Folder = folder, BytesMax = long.MaxValue }, TimeProvider.System, NullLogger<ContentStore>.Instance);
        opened.Add(store);
        byte[] leaf = new byte[Chunking.LargeChunk];
        using ContentReader reader = (Cid.TryParse(cid, out Cid file) ? store.OpenObject(file) : null)
            ?? throw new InvalidOperationException($"{cid} is not in the store.");
        return reader.ReadLeaf(0, leaf) == reader.LeafLength(0) ? cid : throw new InvalidOperationException($"{cid} is damaged.");
    }
}
