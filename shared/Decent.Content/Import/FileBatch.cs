using Decent.Content.Disk;
using Decent.Content.Shelves;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Import;

/// <summary>
/// Small files on their way into the store. They are made durable together, because one commit of the file system's journal serves them all;
/// none of them is an object before that.
/// </summary>
internal sealed class FileBatch(StoreFolder folder, ObjectShelf objects, Budget budget)
{
    private const int FilesMax = 64;
    private const long BytesMax = 8 * 1024 * 1024;

    private readonly List<WrittenFile> _files = new(FilesMax);
    private long _bytes;

    public bool IsFull => _files.Count >= FilesMax || _bytes >= BytesMax;

    public bool Has(Cid cid) => _files.Exists(file => file.Cid == cid);

    /// <summary>Writes one file; its bytes were taken from the budget and are given back when this throws.</summary>
    public void Write(Cid cid, LeafTable leaves, ReadOnlySpan<byte> bytes)
    {
        string temporary = folder.Temporary();
        SafeFileHandle? target = null;
        try
        {
            target = folder.Disk.Create(temporary);
            folder.Disk.Write(target, bytes, 0);
        }
        catch
        {
            target?.Dispose();
            budget.GiveUp(leaves.Size);
            folder.Disk.Delete(temporary);
            throw;
        }

        _files.Add(new WrittenFile(cid, leaves, temporary, target));
        _bytes += bytes.Length;
    }

    /// <summary>Makes all of them objects that are held, and tells of each whether it is new.</summary>
    public void Settle(Action<Cid, bool> placed)
    {
        // All are sent first, so that the first fsync carries the others' blocks and names with it.
        _files.ForEach(file => Posix.BeginFlush(file.Handle, 0, 0));
        _files.ForEach(file => folder.Disk.Flush(file.Handle));
        _files.ForEach(file => file.Handle.Dispose());
        objects.AddAll([.. _files], (file, added) =>
        {
            _files.Remove(file);
            placed(file.Cid, added);
        });
        _bytes = 0;
    }

    /// <summary>Gives up what did not become an object.</summary>
    public void Drop()
    {
        foreach (WrittenFile file in _files)
        {
            file.Handle.Dispose();
            budget.GiveUp(file.Leaves.Size);
        }

        string[] temporaries = [.. _files.Select(file => file.Path)];
        _files.Clear();
        Array.ForEach(temporaries, folder.Disk.Delete);
    }
}
