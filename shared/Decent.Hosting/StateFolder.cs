using Decent.Content.Disk;

namespace Decent.Hosting;

/// <summary>The folder that one daemon owns: created with access for its user only, and locked while the daemon lives.</summary>
public sealed class StateFolder : IDisposable
{
    private readonly FileStream _lock;

    private StateFolder(string path, FileStream held) => (FullPath, _lock) = (path, held);

    /// <summary>Full path.</summary>
    public string FullPath { get; }

    /// <summary>$DECENT_STATE, else <c>/var/lib/PROGRAM</c> when this user can write it, else <c>~/.local/state/PROGRAM</c>.</summary>
    public static string Default(string program)
    {
        if (Environment.GetEnvironmentVariable("DECENT_STATE") is { Length: > 0 } chosen)
            return Path.GetFullPath(chosen);
        var home = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", program);
        var shared = Path.Combine("/var/lib", program);
        return TryCreate(shared) ? shared : home;
    }

    /// <summary>Creates and locks a state folder.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="folder">The locked folder, when true is returned.</param>
    /// <param name="rule">Why not, and what to do.</param>
    public static bool TryLock(string path, out StateFolder? folder, out string rule)
    {
        folder = null;
        rule = "";
        if (!TryCreate(path))
        {
            rule = $"The state folder {path} cannot be written. Choose another with --state, or give this user access to it.";
            return false;
        }
        try
        {
            var held = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            folder = new StateFolder(path, held);
            return true;
        }
        catch (IOException)
        {
            // Locked: the only reason left once the folder can be written.
            rule = $"Another daemon runs on {path}. Stop it first, or choose another folder with --state.";
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static void Sync(string parent)
    {
        try
        {
            DurableFile.SyncFolder(parent);
        }
        catch (IOException)
        {
            // A parent that may be entered and not read: its file system's own pace has to do.
        }
    }

    private static bool TryCreate(string path)
    {
        try
        {
            // The state folder itself is made below, for its user only; what is above it is everybody's.
            var parent = Path.GetDirectoryName(Path.GetFullPath(path));
            if (parent is not null)
                DurableFile.EnsureFolder(parent);
            var isNew = parent is not null && !Directory.Exists(path);
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (isNew)
                Sync(parent!);
            var mark = Path.Combine(path, ".writable");
            using (new FileStream(mark, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
                return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not ours to write: the caller says so or tries the next place.
            return false;
        }
    }
}
