using System.Buffers;
using Decent.Content.Dag;
using Decent.Content.Disk;
using Decent.Content.Shelves;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Import;

/// <summary>One import: every file becomes an object, held until the manifest that names them is durable. Used once.</summary>
internal sealed class Importer(StoreFolder folder, ObjectShelf objects, ManifestShelf manifests, Budget budget) : IDisposable
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Chunking.LargeChunk);
    private readonly FileDag _dag = new(Chunking.Width);
    private readonly FileBatch _batch = new(folder, objects, budget);
    private readonly List<Cid> _held = [];
    private readonly List<Cid> _added = [];
    private long _done;

    public Manifest Import(string path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        SourceTree tree = SourceTree.List(path, cancellationToken);
        long total = tree.Files.Sum(f => f.Size);
        if (total > budget.Max)
        {
            throw new ContentRefusedException($"content of {total} bytes must fit the content budget of {budget.Max} bytes: raise the budget");
        }

        bool finished = false;
        try
        {
            List<(string, LeafTable)> files = new(tree.Files.Count);
            foreach (SourceFile file in tree.Files)
            {
                files.Add((file.Path, ImportFile(file, progress, cancellationToken)));
            }

            Settle();
            Manifest manifest = ManifestWriter.Create(tree.IsFolder, files);
            manifests.Put(manifest);
            finished = true;
            return manifest;
        }
        finally
        {
            _held.ForEach(objects.Release);
            if (!finished)
            {
                _added.ForEach(objects.RemoveUnlessHeld);
                _batch.Drop();
            }
        }
    }

    public void Dispose()
    {
        _dag.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private LeafTable ImportFile(SourceFile file, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using SafeFileHandle source = Posix.OpenRegular(file.FullPath) ?? throw Changed(file);
        using LeafHasher hasher = new(file.Size);
        if (file.Size > Chunking.SmallFileMax)
        {
            StoreLarge(source, file, hasher, progress, cancellationToken);
            return hasher.Table;
        }

        // A small file is hashed before anything is written: most files of a new version are those of the old one.
        Read(source, file, _buffer.AsSpan(0, (int)file.Size), 0);
        RefuseChanged(source, file);
        hasher.Add(_buffer.AsSpan(0, (int)file.Size));
        Batch(file, hasher.Table);
        progress?.Report(_done += file.Size);
        return hasher.Table;
    }

    private void Copy(
        SafeFileHandle source, SafeFileHandle target, SourceFile file, LeafHasher hasher, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        WriteBehind behind = new(target, file.Size);
        for (long at = 0; at < file.Size;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<byte> piece = hasher.Piece(_buffer, at);
            Read(source, file, piece, at);
            folder.Disk.Write(target, piece, at);
            hasher.Add(piece);
            at += piece.Length;
            behind.Advance(at);
            _done += piece.Length;
            if (at % Chunking.LargeChunk == 0 || at == file.Size)
            {
                progress?.Report(_done);
            }
        }

        RefuseChanged(source, file);
    }

    private void Batch(SourceFile file, LeafTable leaves)
    {
        Cid cid = CidOf(leaves);
        if (objects.TryHold(cid))
        {
            _held.Add(cid);
        }
        else if (!_batch.Has(cid))
        {
            MakeRoom(file);
            _batch.Write(cid, leaves, _buffer.AsSpan(0, (int)file.Size));
        }

        if (_batch.IsFull)
        {
            Settle();
        }
    }

    private void Settle() => _batch.Settle(Placed);

    private void Placed(Cid cid, bool added)
    {
        _held.Add(cid);
        _added.AddRange(added ? [cid] : []);
    }

    private void MakeRoom(SourceFile file)
    {
        if (!objects.TryMakeRoom(file.Size))
        {
            throw new ContentRefusedException(
                $"content must fit the budget of {budget.Max} bytes beside what is in use, and the disk: raise it, free the disk or try later");
        }
    }

    private void StoreLarge(SafeFileHandle source, SourceFile file, LeafHasher hasher, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        MakeRoom(file);
        string temporary = folder.Temporary();
        bool handedOver = false;
        try
        {
            using (SafeFileHandle target = folder.Disk.Create(temporary))
            {
                Copy(source, target, file, hasher, progress, cancellationToken);
                folder.Disk.Flush(target);
            }

            Cid cid = CidOf(hasher.Table);
            bool added = objects.Add(temporary, cid, hasher.Table);
            handedOver = true;
            Placed(cid, added);
        }
        finally
        {
            if (!handedOver)
            {
                budget.GiveUp(file.Size);
                folder.Disk.Delete(temporary);
            }
        }
    }

    private static void Read(SafeFileHandle source, SourceFile file, Span<byte> piece, long at)
    {
        if (FileReading.ReadUpTo(source, piece, at) != piece.Length)
        {
            throw Changed(file);
        }
    }

    private static void RefuseChanged(SafeFileHandle source, SourceFile file)
    {
        if (RandomAccess.GetLength(source) != file.Size)
        {
            throw Changed(file);
        }
    }

    private static ContentRefusedException Changed(SourceFile file) =>
        new($"content must not change while it is read (\"{file.FullPath}\"): try again when nobody writes it");

    private Cid CidOf(LeafTable table) => table.TryRoot(_dag, out DagLink root) ? root.Cid : default;
}
