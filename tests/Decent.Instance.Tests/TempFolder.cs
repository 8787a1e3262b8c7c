namespace Decent.Instance.Tests;

/// <summary>A folder that is gone after the test.</summary>
public sealed class TempFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("decent-").FullName;

    public string At(string path) => Path.Combine(FullPath, path);

    public string Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), bytes);
        return At(path);
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
