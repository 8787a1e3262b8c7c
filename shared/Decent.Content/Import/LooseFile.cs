using System.Buffers;
using Decent.Content.Dag;
using Decent.Content.Disk;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Import;

/// <summary>A file that becomes content of its own without passing through a store: hashed where it lies, and hashed again while it is copied.</summary>
/// <param name="FullPath">Where it lies.</param>
/// <param name="Path">Its path below the folder where it was found.</param>
/// <param name="Size">Its bytes; it must not change until it has been copied.</param>
public sealed record LooseFile(string FullPath, string Path, long Size)
{
    /// <summary>
    /// Every file below a folder, in manifest order. Tells each rule that a name or kind breaks and goes on without what breaks it; empty folders
    /// are nothing. Throws FileNotFoundException when nothing is there.
    /// </summary>
    public static IReadOnlyList<LooseFile> Below(string folder, Action<string> refuse, CancellationToken cancellationToken) =>
        [.. SourceTree.ListEach(folder, refuse, cancellationToken).Files.Select(file => new LooseFile(file.FullPath, file.Path, file.Size))];

    /// <summary>Its CID. Throws ContentRefusedException when it changes meanwhile or cannot be read.</summary>
    public Cid Hash(CancellationToken cancellationToken)
    {
        // Without a stream to wait for, it is done when the call returns.
        LeafTable leaves = ReadAsync(null, cancellationToken).AsTask().GetAwaiter().GetResult();
        using FileDag files = new(Chunking.Width);
        return leaves.TryRoot(files, out DagLink root) ? root.Cid : default;
    }

    /// <summary>Copies it and gives the manifest of what was copied. Throws as <see cref="Hash"/> does.</summary>
    public async Task<Manifest> CopyAsync(Stream to, CancellationToken cancellationToken) =>
        ManifestWriter.Create(isFolder: false, [("", await ReadAsync(to, cancellationToken))]);

    private async ValueTask<LeafTable> ReadAsync(Stream? to, CancellationToken cancellationToken)
    {
        using SafeFileHandle source = Open();
        using LeafHasher hasher = new(Size);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Size, Chunking.LargeChunk));
        try
        {
            for (long at = 0; at < Size;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int length = hasher.Piece(buffer, at).Length;
                if (!FileReading.TryReadWhole(source, buffer.AsSpan(0, length), at))
                {
                    throw Changed();
                }

                hasher.Add(buffer.AsSpan(0, length));
                if (to is not null)
                {
                    await to.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
                }

                at += length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return RandomAccess.GetLength(source) == Size ? hasher.Table : throw Changed();
    }

    private SafeFileHandle Open()
    {
        try
        {
            return Posix.OpenRegular(FullPath) ?? throw Changed();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContentRefusedException($"content must be readable by whoever imports it: {e.Message}");
        }
    }

    private ContentRefusedException Changed() =>
        new($"content must not change while it is read (\"{FullPath}\"): try again when nobody writes it");
}
