namespace Decent.Edge.Tests;

/// <summary>A folder of its own, gone afterwards; its path is short enough for a Unix socket in it.</summary>
/// <param name="inMemory">Where syncs cost nothing, for tests of which they are no part; elsewhere than on Linux on the disk all the same.</param>
internal sealed class TempFolder(bool inMemory = false) : IDisposable
{
    private const string Memory = "/dev/shm";

    public string Path { get; } = inMemory && Directory.Exists(Memory)
        ? Directory.CreateDirectory($"{Memory}/de-{System.IO.Path.GetRandomFileName()}").FullName
        : Directory.CreateTempSubdirectory("de-").FullName;

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
