using System;
using System.Collections.Generic;
using System.IO;

namespace Decent.Nano;

/// <summary>
/// Drive I: as littlefs keeps it: one opener for each path, a folder is made one level at a time, nothing is committed before its file is closed.
/// </summary>
public sealed class Drive
{
    private const string Root = "I:";
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal) { Root };
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>The platform has no native part for it, or the partition cannot be read: everything throws.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Reading and writing of open files throws.</summary>
    public bool Refuses { get; set; }

    /// <summary>Files that are there were opened so that their content was cut to nothing.</summary>
    public int Cut { get; private set; }

    public IReadOnlyCollection<string> Files => _files.Keys;

    public int OpenFiles => _open.Count;

    /// <summary>The committed bytes, or null.</summary>
    public byte[]? this[string path]
    {
        get => _files.GetValueOrDefault(path);
        set => _files[path] = value!;
    }

    internal bool FolderExists(string path)
    {
        Check();
        return _folders.Contains(path.TrimEnd('\\'));
    }

    internal void MakeFolder(string path)
    {
        Check();
        if (!_folders.Contains(Parent(path))) throw new IOException("no such folder");
        _folders.Add(path);
    }

    internal bool FileExists(string path)
    {
        Check();
        return _files.ContainsKey(path);
    }

    internal void Delete(string path)
    {
        Check();
        if (_open.Contains(path)) throw new IOException("open");
        if (!_files.Remove(path)) throw new IOException("no such file");
    }

    internal byte[] Open(string path, FileMode mode)
    {
        Check();
        if (!_folders.Contains(Parent(path))) throw new IOException("no such folder");
        if (_open.Contains(path)) throw new IOException("open");
        var there = _files.TryGetValue(path, out var bytes);
        if (there && mode == FileMode.CreateNew) throw new IOException("there");
        if (!there && (mode is FileMode.Open or FileMode.Truncate)) throw new IOException("no such file");
        var cuts = mode is FileMode.Create or FileMode.Truncate;
        if (there && cuts) Cut++;
        if (!there || cuts) bytes = _files[path] = [];
        _open.Add(path);
        return bytes!;
    }

    internal void Commit(string path, byte[] bytes)
    {
        _open.Remove(path);
        _files[path] = bytes;
    }

    internal void Check()
    {
        if (Fault is not null) throw Fault;
    }

    private static string Parent(string path) => path.LastIndexOf('\\') is var at and >= 0 ? path[..at] : "";
}
