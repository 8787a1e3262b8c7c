using System.Text;

namespace Decent.World.Traced;

/// <summary>
/// A folder as a trace of its processes tells it. The bytes of a file are on the disk after a sync of the file, a name after a sync of its folder:
/// less than any file system in use gives. The memory map of SQLite (<c>-shm</c>) is left out, because SQLite makes it anew when the first one opens a
/// database; no other map is written through, and a call that this does not know ends the reading.
/// </summary>
public sealed class Disk(string root)
{
    private readonly Dictionary<(string Path, int Descriptor), (long Position, bool Appends)> _open = [];

    public DiskFolder Root { get; } = new();

    /// <summary>Which syncs count, by path: less than all of them show what the others are for.</summary>
    public Func<string, bool> Counts { get; init; } = _ => true;

    /// <summary>Lines on which something was synced, or a name changed.</summary>
    public SortedSet<int> Points { get; } = [];

    /// <summary>The last line.</summary>
    public int End { get; private set; }

    public void Take(SystemCall call)
    {
        End = call.Ended;
        switch (call.Name)
        {
            case "openat": Open(call); break;
            case "mkdir": Add(PathOf(call, 0), new DiskFolder(), call.Ended); break;
            case "unlink" or "rmdir": Remove(PathOf(call, 0), call.Ended); break;
            case "unlinkat": Remove(PathAt(call, 0), call.Ended); break;
            case "rename": Rename(PathOf(call, 0), PathOf(call, 1), call.Ended); break;
            case "link": Add(PathOf(call, 1), Find(PathOf(call, 0)), call.Ended); break;
            case "fsync" or "fdatasync": Sync(call); break;
            case "mmap" or "msync" or "symlink": Refuse(call, call.Name == "mmap" && call.Has("MAP_SHARED") && call.Has("PROT_WRITE")); break;
            case "write" or "writev" or "pwrite64" or "pwritev" or "read" or "lseek" or "ftruncate" or "fallocate": Write(call); break;
            default: Refuse(call, call.Name is not ("close" or "ioctl" or "sync_file_range" or "fchmod" or "readv")); break;
        }
    }

    private void Open(SystemCall call)
    {
        var path = PathAt(call, 0);
        if (!IsInside(path) || !(call.Has("O_WRONLY") || call.Has("O_RDWR")))
            return;
        if (Find(path) is null && call.Has("O_CREAT"))
            Add(path, new DiskFile(), call.Ended);
        if (Find(path) is DiskFile { Length: > 0 } file && call.Has("O_TRUNC"))
            file.SetLength(call.Ended, 0);
        _open[(path, (int)call.Result)] = (0, call.Has("O_APPEND"));
    }

    private void Write(SystemCall call)
    {
        if (call.Path is not { } path || !IsInside(path) || Find(path) is not DiskFile file)
            return;
        var (position, appends) = _open.GetValueOrDefault((path, call.Number));
        switch (call.Name)
        {
            case "pwrite64" or "pwritev": file.Write(call.Ended, long.Parse(call.Arguments[(call.Arguments.LastIndexOf(' ') + 1)..]), Bytes(call)); break;
            case "write" or "writev":
                file.Write(call.Ended, appends ? file.Length : position, Bytes(call));
                _open[(path, call.Number)] = (position + call.Result, appends);
                break;
            case "read": _open[(path, call.Number)] = (position + call.Result, appends); break;
            case "lseek": _open[(path, call.Number)] = (call.Result, appends); break;
            case "ftruncate": file.SetLength(call.Ended, call.Value(1)); break;
            default: file.SetLength(call.Ended, Math.Max(file.Length, call.Has("KEEP_SIZE") ? 0 : call.Value(2) + call.Value(3))); break;
        }
    }

    private void Sync(SystemCall call)
    {
        if (call.Path is not { } path || !IsInside(path) || Find(path) is not { } node || !Counts(path))
            return;
        node.Sync(call.Began, call.Ended);
        Points.Add(call.Ended);
    }

    private void Add(string path, DiskNode? node, int at)
    {
        if (!IsInside(path) || path == root || node is null)
            return;
        FolderOf(path).Change(new NameChange(at, null, Path.GetFileName(path), node));
        Points.Add(at);
    }

    private void Remove(string path, int at)
    {
        if (!IsInside(path) || Find(path) is null)
            return;
        FolderOf(path).Change(new NameChange(at, Path.GetFileName(path), null, null));
        Points.Add(at);
    }

    private void Rename(string from, string to, int at)
    {
        if (!IsInside(from) && !IsInside(to))
            return;
        var node = Find(from) ?? throw new NotSupportedException($"{from} is renamed and was never made.");
        if (FolderOf(from) == FolderOf(to))
        {
            FolderOf(from).Change(new NameChange(at, Path.GetFileName(from), Path.GetFileName(to), node));
        }
        else
        {
            var removal = FolderOf(from).Change(new NameChange(at, Path.GetFileName(from), null, null));
            var addition = FolderOf(to).Change(new NameChange(at, null, Path.GetFileName(to), node));
            (removal.Twin, addition.Twin) = ((FolderOf(to), addition), (FolderOf(from), removal));
        }
        Points.Add(at);
    }

    private void Refuse(SystemCall call, bool isUnknown)
    {
        if (isUnknown && call.Path is { } path && IsInside(path) && !path.EndsWith("-shm", StringComparison.Ordinal))
            throw new NotSupportedException($"The model of the disk does not know {call.Name} of {path}.");
    }

    private static byte[] Bytes(SystemCall call)
    {
        var bytes = call.Texts.SelectMany(t => t).ToArray();
        return bytes.Length >= call.Result
            ? bytes[..(int)call.Result]
            : throw new NotSupportedException($"The trace has {bytes.Length} of {call.Result} bytes.");
    }

    /// <summary>A path that is given whole; git and .NET give no other ones for what they change.</summary>
    private static string PathOf(SystemCall call, int place)
    {
        var path = Encoding.UTF8.GetString(call.Texts[place]);
        return path.StartsWith('/') ? path : throw new NotSupportedException($"The model of the disk does not know where {path} is.");
    }

    private static string PathAt(SystemCall call, int place)
    {
        var path = Encoding.UTF8.GetString(call.Texts[place]);
        return path.StartsWith('/') || call.Path is null ? path : Path.Combine(call.Path, path);
    }

    private bool IsInside(string path) => path == root || (path.StartsWith(root, StringComparison.Ordinal) && path[root.Length] == '/');

    private DiskNode? Find(string path)
    {
        DiskNode? node = Root;
        foreach (var name in path[root.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries))
            node = (node as DiskFolder)?.Names.GetValueOrDefault(name);
        return node;
    }

    private DiskFolder FolderOf(string path) =>
        Find(Path.GetDirectoryName(path)!) as DiskFolder ?? throw new NotSupportedException($"The folder of {path} was never made.");
}
