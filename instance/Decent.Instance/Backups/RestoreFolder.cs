using Decent.Instance.Git;

namespace Decent.Instance.Backups;

/// <summary>
/// The state folder that a backup is restored into. While <see cref="Draft"/> stands in it a restore has not ended: no daemon starts on it, and the next
/// restore begins anew.
/// </summary>
internal sealed class RestoreFolder(string folder)
{
    /// <summary>Name of the folder in it that holds everything until all is verified.</summary>
    public const string Draft = "restoring";

    private static readonly string[] Nothing = ["lock", ".writable", "lost+found"];

    private string DraftPath => Path.Combine(folder, Draft);

    /// <summary>Why nothing can be restored into it, as a sentence; null when it is empty, missing, or what an unfinished restore left.</summary>
    public string? Refusal() =>
        !Directory.Exists(folder) || Directory.Exists(DraftPath) || !Entries().Any()
            ? File.Exists(folder) ? $"{folder} is a file. Name a folder that is empty or does not exist yet." : null
            : $"{folder} is not empty, and a backup is restored into an empty folder only. Name another one with --data, or move away what is there.";

    /// <summary>Why a daemon cannot start on a state folder, as a sentence; null when no restore is unfinished.</summary>
    public static string? Unfinished(string state) => Directory.Exists(Path.Combine(state, Draft))
        ? $"A restore into {state} did not end. Call it again: decent-instance restore --from FILE --data {state}"
        : null;

    /// <summary>Empties it and makes the draft. The caller has locked it.</summary>
    public void Begin()
    {
        foreach (var entry in Entries().Where(e => e != DraftPath).Append(DraftPath).ToList())
            if (Directory.Exists(entry))
                Directory.Delete(entry, recursive: true);
            else
                File.Delete(entry);
        PrivateFile.CreateFolder(DraftPath);
        FolderSync.Sync(folder);
    }

    /// <summary>A new file in the draft.</summary>
    /// <param name="name">A name that <see cref="BackupFormat.IsName"/> takes.</param>
    public Stream Create(string name)
    {
        PrivateFile.CreateFolder(Path.GetDirectoryName(At(name))!);
        return PrivateFile.Create(At(name));
    }

    /// <summary>Full path of something in the draft.</summary>
    public string At(string name) => Path.Combine(DraftPath, name);

    /// <summary>The repositories in the draft, with the folders that git wants to find in each even when they are empty.</summary>
    public IReadOnlyList<string> Repositories()
    {
        var tenants = At("tenants");
        List<string> found = Directory.Exists(tenants)
            ? [.. Directory.EnumerateDirectories(tenants).SelectMany(Directory.EnumerateDirectories).Order(StringComparer.Ordinal)]
            : [];
        foreach (var repository in found)
            foreach (var inner in (string[])["refs/heads", "refs/tags", "objects/info", "objects/pack"])
                PrivateFile.CreateFolder(Path.Combine(repository, inner));
        return found;
    }

    /// <summary>Puts everything in its place, durably: a cut leaves the draft standing until all of it is there.</summary>
    public void Commit()
    {
        FolderSync.SyncTree(DraftPath);
        foreach (var entry in Directory.EnumerateFileSystemEntries(DraftPath).ToList())
            Directory.Move(entry, Path.Combine(folder, Path.GetFileName(entry)));
        FolderSync.Sync(folder);
        Directory.Delete(DraftPath);
        FolderSync.Sync(folder);
    }

    /// <summary>Takes everything back.</summary>
    public void Drop()
    {
        Directory.Delete(DraftPath, recursive: true);
        FolderSync.Sync(folder);
    }

    private IEnumerable<string> Entries() =>
        Directory.EnumerateFileSystemEntries(folder).Where(e => !Nothing.Contains(Path.GetFileName(e)));
}
