namespace Decent.Hosting.Tests;

/// <summary>A folder of its own, gone afterwards; its path is short enough for a Unix socket in it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dh-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
