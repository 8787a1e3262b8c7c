namespace Decent.EndToEnd.Tests;

/// <summary>A short temporary folder (Unix sockets stand in it), removed at the end.</summary>
/// <param name="inMemory">Where syncs cost nothing, for tests of which they are no part; elsewhere than on Linux on the disk all the same.</param>
public sealed class Scratch(bool inMemory = false) : IDisposable
{
    private const string Memory = "/dev/shm";

    public string Path { get; } = inMemory && Directory.Exists(Memory)
        ? Directory.CreateDirectory($"{Memory}/dc-{System.IO.Path.GetRandomFileName()}").FullName
        : Directory.CreateTempSubdirectory("dc").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
