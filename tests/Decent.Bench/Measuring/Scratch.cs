using System.Security.Cryptography;

namespace Decent.Bench.Measuring;

/// <summary>A folder for everything that one run writes; gone at its end.</summary>
public sealed class Scratch : IDisposable
{
    /// <summary>Makes a new folder in <paramref name="parent"/>.</summary>
    public Scratch(string parent)
    {
        Root = System.IO.Path.Combine(System.IO.Path.GetFullPath(parent), $"db-{Environment.ProcessId}");
        Directory.CreateDirectory(Root);
    }

    /// <summary>Full path; short, because Unix sockets stand below it.</summary>
    public string Root { get; }

    /// <summary>A path in the folder.</summary>
    public string Path(string name) => System.IO.Path.Combine(Root, name);

    /// <summary>A file of bytes that no disk can compress, on the medium when this returns.</summary>
    public string Noise(string name, long size)
    {
        string path = Path(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        byte[] buffer = new byte[1 << 20];
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (long at = 0; at < size;)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, size - at));
            RandomNumberGenerator.Fill(piece);
            file.Write(piece);
            at += piece.Length;
        }

        file.Flush(flushToDisk: true);
        return path;
    }

    /// <summary>A small file of noise that need not be on the medium.</summary>
    public void Plain(string name, int size)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        File.WriteAllBytes(Path(name), RandomNumberGenerator.GetBytes(size));
    }

    /// <summary>Removes a file or folder below this one, if it is there, so that each round begins alike.</summary>
    public void Drop(string name)
    {
        if (File.Exists(Path(name)))
        {
            File.Delete(Path(name));
        }
        else if (Directory.Exists(Path(name)))
        {
            Directory.Delete(Path(name), recursive: true);
        }
    }

    /// <summary>Removes everything.</summary>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
