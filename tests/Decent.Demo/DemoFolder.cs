namespace Decent.Demo;

/// <summary>The folder that the demo owns: emptied when it begins, removed when it ends. It only ever empties a folder that it marked as its own.</summary>
internal sealed class DemoFolder : IDisposable
{
    private const string Mark = ".decent-demo";

    public DemoFolder(string path)
    {
        Path = path;
        bool foreign = Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !File.Exists(System.IO.Path.Combine(path, Mark));
        if (foreign)
        {
            throw new InvalidOperationException($"{path} is not empty and not the demo's own: choose another folder with --state.");
        }

        Remove();
        Directory.CreateDirectory(path);
        File.WriteAllText(System.IO.Path.Combine(path, Mark), "");
    }

    public string Path { get; }

    public void Dispose() => Remove();

    private void Remove()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
