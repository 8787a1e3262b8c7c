namespace Decent.Content.Tests;

/// <summary>A folder of its own, gone afterwards.</summary>
/// <param name="parent">Where it is made; null for where temporary files are, which may be a file system in memory.</param>
internal sealed class TempFolder(string? parent = null) : IDisposable
{
    private static int _made;

    public string Path { get; } = parent is null
        ? Directory.CreateTempSubdirectory("decent-content-").FullName
        : Directory.CreateDirectory(System.IO.Path.Combine(parent, $"decent-content-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}")).FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Put(string name, byte[] bytes)
    {
        string path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
