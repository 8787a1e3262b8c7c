using System.Text;

namespace Decent.Instance.Git;

/// <summary>
/// Keeps the newest part of a history that nobody needs: the repository becomes shallow, as git calls it, at its oldest commit. Ids stay, so that who
/// follows the branch goes on following it; who comes later than that fetches with <c>--depth=1</c>.
/// </summary>
internal static class ShortHistory
{
    // Measured: what a commit and each file that it changes add to pack and index, trees included.
    private const int CommitBytes = 400;
    private const int FileBytes = 400;

    /// <summary>Forgets what is older, and puts all that stays into one pack whose objects are stored as differences.</summary>
    /// <param name="repository">Written by the caller alone.</param>
    /// <param name="branch">Name below refs/heads/; the only one with a history of its own.</param>
    /// <param name="bytes">What the history may add to the newest tree, about; the newest commit stays whatever it takes.</param>
    /// <exception cref="GitException">Git or the disk refuses.</exception>
    public static async Task CutAsync(GitRepository repository, string branch, int bytes, CancellationToken ct)
    {
        var log = await repository.AskAsync(
            ["log", $"--max-count={(bytes / CommitBytes) + 1}", "--format=format:commit %H", "--name-only", $"refs/heads/{branch}"], ct);
        if (Oldest(log, bytes) is { } oldest)
            await WriteAsync(repository.Folder, oldest, ct);
        await repository.PackAllAsync(ct);
    }

    /// <summary>The last commit of the log that is within the bound; null when all are.</summary>
    private static string? Oldest(string log, long bytes)
    {
        string? kept = null;
        foreach (var commit in log.Split("commit ", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = commit.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            // What the newest commit changed is part of the newest tree.
            if (kept is not null && (bytes -= CommitBytes + (FileBytes * (lines.Length - 1))) < 0)
                return kept;
            kept = lines[0];
        }
        return null;
    }

    /// <summary>New names come before old objects go: a cut leaves a history that is short already, or not yet.</summary>
    private static async Task WriteAsync(string folder, string commit, CancellationToken ct)
    {
        var path = Path.Combine(folder, "shallow");
        await using (var file = new FileStream(path + ".lock", FileMode.CreateNew, FileAccess.Write))
        {
            await file.WriteAsync(Encoding.ASCII.GetBytes(commit + "\n"), ct);
            file.Flush(flushToDisk: true);
        }
        File.Move(path + ".lock", path, overwrite: true);
        FolderSync.Sync(folder);
    }
}
