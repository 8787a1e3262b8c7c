using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Disk;

/// <summary>Every change that the store makes to its folder, so that a test can stop it before any of them. Reads are not among them.</summary>
internal interface IDisk
{
    /// <summary>Makes a folder and its entry in its parent durable; nothing when it exists.</summary>
    void EnsureFolder(string path);

    /// <summary>As <see cref="EnsureFolder"/> for several; each parent is flushed once.</summary>
    void EnsureFolders(IReadOnlyList<string> paths);

    /// <summary>A new file, open for reading and writing; an older one of that name is gone.</summary>
    SafeFileHandle Create(string path);

    /// <summary>An existing file, open for reading and writing.</summary>
    SafeFileHandle OpenForWriting(string path);

    void Resize(SafeFileHandle file, long length);

    void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset);

    /// <summary>The file's bytes reach the medium before this returns.</summary>
    void Flush(SafeFileHandle file);

    /// <summary>The folder's names reach the medium before this returns.</summary>
    void FlushFolder(string path);

    /// <summary>Atomic; replaces the target.</summary>
    void Rename(string from, string to);

    /// <summary>Nothing when the file is missing.</summary>
    void Delete(string path);

    /// <summary>Bytes that an ordinary user may still write below this folder; not a change.</summary>
    long FreeBytes(string path);
}
