using Decent.Content.Dag;
using Decent.Content.Disk;

namespace Decent.Content.Import;

/// <summary>What lies at a path, listed in manifest order and checked against every rule that names alone can break.</summary>
internal sealed class SourceTree
{
    private readonly List<SourceFile> _files = [];

    private SourceTree(bool isFolder) => IsFolder = isFolder;

    public bool IsFolder { get; }

    public IReadOnlyList<SourceFile> Files => _files;

    /// <summary>Throws ContentRefusedException for what the design refuses, FileNotFoundException when nothing is there.</summary>
    public static SourceTree List(string path, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(path);
        FileKind kind = Posix.KindOf(full.Length > 1 ? full.TrimEnd(Path.DirectorySeparatorChar) : full);
        if (kind == FileKind.Missing)
        {
            throw new FileNotFoundException($"There is nothing at {path} to import.", path);
        }

        SourceTree tree = new(kind == FileKind.Folder);
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
                throw new ContentRefusedException($"content must not hold symbolic links (\"{full}\"): put the file itself there");
            default:
                throw new ContentRefusedException($"content must hold only files and folders, no pipes, sockets or devices (\"{full}\")");
        }
    }

    private void AddFolder(string full, string path, CancellationToken cancellationToken)
    {
        string[] names = [.. Directory.EnumerateFileSystemEntries(full).Select(e => Path.GetFileName(e)!)];
        if (names.Length == 0)
        {
            throw new ContentRefusedException($"a folder must not be empty: git does not keep empty folders (\"{full}\")");
        }

        Array.Sort(names, PathOrder.Compare);
        foreach (string name in names)
        {
            if (!EntryName.TryCheck(name, out string rule))
            {
                throw new ContentRefusedException($"{rule} (\"{Path.Combine(full, name)}\")");
            }

            string child = Path.Combine(full, name);
            Add(child, path.Length == 0 ? name : $"{path}/{name}", Posix.KindOf(child), cancellationToken);
        }
    }
}
