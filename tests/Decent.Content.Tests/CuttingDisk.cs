using Decent.Content.Disk;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Tests;

/// <summary>The real disk until the power goes: change number <c>cutAt</c> and all after it throw and do nothing. A write cut short leaves half.</summary>
internal sealed class CuttingDisk(int cutAt) : IDisk
{
    public int Changes { get; private set; }

    public bool IsCut => Changes >= cutAt;

    public void EnsureFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            Step();
            RealDisk.Instance.EnsureFolder(path);
        }
    }

    public void EnsureFolders(IReadOnlyList<string> paths)
    {
        foreach (string path in paths)
        {
            EnsureFolder(path);
        }
    }

    public SafeFileHandle Create(string path)
    {
        Step();
        return RealDisk.Instance.Create(path);
    }

    public SafeFileHandle OpenForWriting(string path)
    {
        Step();
        return RealDisk.Instance.OpenForWriting(path);
    }

    public void Resize(SafeFileHandle file, long length)
    {
        Step();
        RealDisk.Instance.Resize(file, length);
    }

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        if (Changes + 1 == cutAt)
        {
            RealDisk.Instance.Write(file, bytes[..(bytes.Length / 2)], offset);
        }

        Step();
        RealDisk.Instance.Write(file, bytes, offset);
    }

    public void Flush(SafeFileHandle file)
    {
        Step();
        RealDisk.Instance.Flush(file);
    }

    public void FlushFolder(string path)
    {
        Step();
        RealDisk.Instance.FlushFolder(path);
    }

    public void Rename(string from, string to)
    {
        Step();
        RealDisk.Instance.Rename(from, to);
    }

    public void Delete(string path)
    {
        Step();
        RealDisk.Instance.Delete(path);
    }

    /// <summary>What is free; null for what the real disk has.</summary>
    public long? Free { get; set; }

    public long FreeBytes(string path) => Free ?? RealDisk.Instance.FreeBytes(path);

    private void Step()
    {
        if (IsCut || ++Changes == cutAt)
        {
            throw new IOException("the power is off");
        }
    }
}
