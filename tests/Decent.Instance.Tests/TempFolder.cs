using System.Diagnostics;
using System.Text;

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

    /// <summary>
    /// A script that can be run at once. Another process makes the file: one that this process had open for writing is busy for as long as a child that
    /// some other test starts meanwhile has a copy of it.
    /// </summary>
    public string WriteProgram(string path, string script)
    {
        using var install = Process.Start("install", ["-m", "755", Write(path + ".source", Encoding.UTF8.GetBytes(script)), At(path)]);
        install.WaitForExit();
        Assert.Equal(0, install.ExitCode);
        return At(path);
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
