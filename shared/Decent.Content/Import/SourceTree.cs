using Decent.Content.Dag;
using Decent.Content.Disk;

namespace Decent.Content.Import;

/// <summary>What lies at a path, listed in manifest order and checked against every rule that names alone can break.</summary>
internal sealed class SourceTree
{
    private readonly List<SourceFile> _files = [];
    private readonly Action<string> _refuse;
    private readonly bool _isEach;

    private SourceTree(bool isFolder, bool isEach, Action<string> refuse) => (IsFolder, _isEach, _refuse) = (isFolder, isEach, refuse);

    public bool IsFolder { get; }

    public IReadOnlyList<SourceFile> Files => _files;

    /// <summary>Throws ContentRefusedException for what the design refuses, FileNotFoundException when nothing is there.</summary>
    public static SourceTree List(string path, CancellationToken cancellationToken) =>
        List(path, isEach: false, rule => throw new ContentRefusedException(rule), cancellationToken);

    /// <summary>
    /// The files below a folder, each for itself, so that empty folders are nothing. Tells each broken rule and goes on without what breaks it.
    /// Throws FileNotFoundException when nothing is there.
    /// </summary>
    public static SourceTree ListEach(string path, Action<string> refuse, CancellationToken cancellationToken) =>
        List(path, isEach: true, refuse, cancellationToken);

    private static SourceTree List(string path, bool isEach, Action<string> refuse, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(path);
        FileKind kind = Posix.KindOf(full.Length > 1 ? full.TrimEnd(Path.DirectorySeparatorChar) : full);
        if (kind == FileKind.Missing)
        {
            throw new FileNotFoundException($"There is nothing at {path} to import.", path);
        }

        SourceTree tree = new(kind == FileKind.Folder, isEach, refuse);
        tree.Add(full, "", kind, cancellationToken);
        return tree;
    }

    private void Add(string full, string path, FileKind kind, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        switch (kind)
        {
            case FileKind.Regular:
                _files.Add(new SourceFile(full, path, new FileInfo(full).Length));
                break;
            case FileKind.Folder:
                AddFolder(full, path, cancellationToken);
                break;
            case FileKind.Link:
                _refuse($"content must not hold symbolic links (\"{full}\"): put the file itself there");
                break;
            default:
                _refuse($"content must hold only files and folders, no pipes, sockets or devices (\"{full}\")");
                break;
        }
    }

    private void AddFolder(string full, string path, CancellationToken cancellationToken)
    {
        if (!TryRead(full, out string[] names))
        {
            _refuse($"a folder must be readable by whoever imports it (\"{full}\")");
            return;
        }

        if (names.Length == 0 && !_isEach)
        {
            _refuse($"a folder must not be empty: git does not keep empty folders (\"{full}\")");
        }

        Array.Sort(names, PathOrder.Compare);
        foreach (string name in names)
        {
            if (!EntryName.TryCheck(name, out string rule))
            {
                _refuse($"{rule} (\"{Path.Combine(full, name)}\")");
                continue;
            }

            string child = Path.Combine(full, name);
            Add(child, path.Length == 0 ? name : $"{path}/{name}", Posix.KindOf(child), cancellationToken);
        }
    }

    private static bool TryRead(string folder, out string[] names)
    {
        try
        {
            names = [.. Directory.EnumerateFileSystemEntries(folder).Select(e => Path.GetFileName(e)!)];
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            names = [];
            return false; // Not a fault of the machine: whoever imports must be let in.
        }
    }
}
