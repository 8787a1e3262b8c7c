namespace Decent.Instance.SmartHttp;

/// <summary>
/// Where large requests wait: <c>requests/</c> of the state folder, since the system's folder for temporary files is memory on many machines.
/// Emptied at a start, because a process that was killed leaves its files.
/// </summary>
public sealed class BodyFolder
{
    /// <summary>Empties or creates it; the caller has locked <paramref name="state"/>.</summary>
    public BodyFolder(string state)
    {
        FullPath = Path.Combine(state, "requests");
        if (Directory.Exists(FullPath))
            Directory.Delete(FullPath, recursive: true);
        Directory.CreateDirectory(FullPath);
    }

    /// <summary>Full path.</summary>
    public string FullPath { get; }
}
