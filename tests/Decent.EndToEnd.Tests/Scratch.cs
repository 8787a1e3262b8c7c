namespace Decent.EndToEnd.Tests;

/// <summary>A short temporary folder (Unix sockets stand in it), removed at the end.</summary>
public sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dc").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
