using Decent.Content.Disk;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Content.Tests;

/// <summary>A folder with sources and a store in it.</summary>
/// <param name="parent">As a folder's.</param>
internal sealed class Fixture(string? parent = null) : IDisposable
{
    public TempFolder Folder { get; } = new(parent);

    public string StorePath => Folder["store"];

    public ContentStore Open(long bytesMax = long.MaxValue, IDisk? disk = null, TimeProvider? time = null) => ContentStore.Open(
        disk is null
            ? new ContentStoreOptions { Folder = StorePath, BytesMax = bytesMax }
            : new ContentStoreOptions { Folder = StorePath, BytesMax = bytesMax, Disk = disk },
        time ?? TimeProvider.System,
        NullLogger<ContentStore>.Instance);

    public ContentStore Open(WriteGate gate, IDisk? disk = null) => ContentStore.Open(
        new ContentStoreOptions { Folder = StorePath, Gate = gate, Disk = disk ?? RealDisk.Instance }, TimeProvider.System, NullLogger<ContentStore>.Instance);

    public async Task<Manifest> Import(ContentStore store, string name, byte[] bytes) =>
        await store.ImportAsync(Folder.Put("source/" + name, bytes), null, TestContext.Current.CancellationToken);

    public string ObjectFile(Cid cid) => new StoreFolder(StorePath, RealDisk.Instance, new WriteGate()).ObjectFile(cid);

    public static byte[]? Read(ContentStore store, Cid cid)
    {
        using ContentReader? reader = store.OpenObject(cid);
        if (reader is null)
        {
            return null;
        }

        byte[] all = new byte[reader.Length];
        for (int leaf = 0, at = 0; leaf < reader.LeafCount; leaf++)
        {
            int length = reader.ReadLeaf(leaf, all.AsSpan(at));
            if (length < 0)
            {
                return null;
            }

            at += length;
        }

        return all;
    }

    public static void Fill(PartialObject partial, ManifestEntry entry, byte[] bytes)
    {
        for (int leaf = partial.NextMissing(0); leaf >= 0; leaf = partial.NextMissing(leaf + 1))
        {
            Assert.True(partial.TryPut(leaf, bytes.AsSpan((int)entry.LeafOffset(leaf), entry.LeafLength(leaf))));
        }
    }

    /// <summary>Changes one byte of a file in place.</summary>
    public static void Flip(string path, long offset)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = offset;
        int old = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(old ^ 0x10));
    }

    public void Dispose() => Folder.Dispose();
}
