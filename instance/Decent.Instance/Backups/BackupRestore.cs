using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.Backups;

/// <summary>Restores a backup into an empty state folder: verified, durable, then in its place at once.</summary>
internal sealed class BackupRestore(RestoreFolder folder, GitExecutable git)
{
    // Walking a repository of a million branches takes minutes; a person sees that it goes on and may end it.
    private static readonly TimeSpan WalkBudget = TimeSpan.FromHours(24);

    /// <summary>Restores; nothing is left when it fails or is cancelled.</summary>
    /// <param name="from">The backup.</param>
    /// <param name="state">Full path of the folder, locked by the caller and one that <see cref="RestoreFolder.Refusal"/> takes.</param>
    /// <param name="step">Receives what is being done.</param>
    /// <exception cref="BackupDamagedException">The file is no whole backup.</exception>
    /// <exception cref="GitException">Git cannot be run, or finds that a repository is not whole.</exception>
    /// <exception cref="InvalidOperationException">The ledger is damaged.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task<RestoreResult> RunAsync(Stream from, string state, Action<string> step, CancellationToken ct)
    {
        folder.Begin();
        var result = await VerifyAsync(from, state, step, ct);
        step("made durable");
        // What fails from here on leaves the draft, and with it the folder as one that no daemon takes.
        folder.Commit();
        return result;
    }

    private async Task<RestoreResult> VerifyAsync(Stream from, string state, Action<string> step, CancellationToken ct)
    {
        try
        {
            var (about, members) = await BackupReader.ReadAsync(from, folder.Create, bytes => step($"{bytes >> 20} MiB read and hashed"), ct);
            CheckLedger(about);
            var bytes = members.Where(m => m != BackupFormat.About).Sum(m => new FileInfo(folder.At(m)).Length);
            var repositories = folder.Repositories();
            for (var i = 0; i < repositories.Count; i++)
            {
                step($"repository {i + 1} of {repositories.Count} is walked by git");
                await WalkAsync(repositories[i], ct);
            }
            return new RestoreResult
            {
                Instance = about.Instance, Time = about.Time, State = state, Files = members.Count - 1, Bytes = bytes, Repositories = repositories.Count,
            };
        }
        catch
        {
            folder.Drop();
            throw;
        }
    }

    /// <summary>Opening it has SQLite check every page.</summary>
    private void CheckLedger(BackupAbout about)
    {
        if (!File.Exists(folder.At("ledger.db")))
            throw new BackupDamagedException("The backup has no ledger.db: it was not written by decent-instance backup.");
        using var ledger = Ledger.Open(folder.At(""));
        var id = ledger.Setting("instance-id", about.Instance);
        if (id != about.Instance)
            throw new BackupDamagedException($"The backup says that it is of {about.Instance}, and its ledger says {id}.");
    }

    /// <summary>Every commit, tree and blob that a ref reaches is there.</summary>
    private async Task WalkAsync(string repository, CancellationToken ct)
    {
        try
        {
            await git.RunAsync(new GitCommand
            {
                Arguments = [$"--git-dir={repository}", "fsck", "--connectivity-only", "--no-dangling", "--no-progress"], Budget = WalkBudget,
            }, ct);
        }
        catch (GitException e) when (e.ExitCode is > 0)
        {
            throw new BackupDamagedException($"{Path.GetRelativePath(folder.At(""), repository)} in the backup is not whole: {e.Message}", e);
        }
    }
}
