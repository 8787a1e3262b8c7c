namespace Decent.Content.Shelves;

/// <summary>
/// The files that were read last, kept open after their readers have gone: the next one needs neither the index nor the file system's names. They hold
/// nothing against eviction. Thread-safe.
/// </summary>
internal sealed class OpenShelf : IDisposable
{
    /// <summary>A site's worth of small files, and a quarter of the open files that a process may have where nobody raised the limit.</summary>
    public const int FilesMax = 256;

    /// <summary>A file of 1 MiB has 12 KiB of digests and tags, one of 1 GiB has 32 KiB.</summary>
    private const long LeafBytesMax = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<Cid, OpenFile> _files = [];
    private long _clock;
    private long _leafBytes;

    public bool Has(Cid cid)
    {
        lock (_gate)
        {
            return _files.ContainsKey(cid);
        }
    }

    /// <summary>The open file with one user more; null when it is not open, or when it is seen to have no name any more.</summary>
    /// <param name="looks">True to look for the name now, which costs a call of the kernel; false to know what reads of it saw.</param>
    public OpenFile? TryEnter(Cid cid, bool looks)
    {
        OpenFile? file;
        lock (_gate)
        {
            if (!_files.TryGetValue(cid, out file) || !file.TryEnter())
            {
                return null;
            }

            file.LastUse = ++_clock;
        }

        if (looks ? file.HasName() : file.IsNamed)
        {
            return file;
        }

        file.Leave();
        Drop(cid);
        return null;
    }

    /// <summary>Keeps a file that its user has just opened; those unused for longest are closed in its place. One that was kept already stays.</summary>
    public void Keep(OpenFile file)
    {
        lock (_gate)
        {
            int bytes = file.Leaves.Bytes.Length;
            if (bytes > LeafBytesMax / 4 || !file.TryEnter())
            {
                return;
            }

            if (!_files.TryAdd(file.Cid, file))
            {
                file.Leave();
                return;
            }

            file.LastUse = ++_clock;
            _leafBytes += bytes;
            while (_files.Count > FilesMax || _leafBytes > LeafBytesMax)
            {
                Close(_files.Values.MinBy(kept => kept.LastUse)!);
            }
        }
    }

    /// <summary>Lets go of a file whose object is no more; it is closed when its last reader has gone.</summary>
    public void Drop(Cid cid)
    {
        lock (_gate)
        {
            if (_files.TryGetValue(cid, out OpenFile? file))
            {
                Close(file);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (OpenFile file in _files.Values.ToArray())
            {
                Close(file);
            }
        }
    }

    private void Close(OpenFile file)
    {
        _files.Remove(file.Cid);
        _leafBytes -= file.Leaves.Bytes.Length;
        file.Leave();
    }
}
