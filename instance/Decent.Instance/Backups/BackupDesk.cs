using System.Diagnostics.CodeAnalysis;

namespace Decent.Instance.Backups;

/// <summary>Gives backups of the running instance, one at a time.</summary>
internal sealed class BackupDesk(StateSnapshot snapshot, BackupBook book, TimeProvider time, ILogger<BackupDesk> log)
{
    private int _busy;

    /// <summary>Removes what a process that was killed left; before the first backup.</summary>
    public void Sweep() => snapshot.Sweep();

    /// <summary>Begins a backup; false while another one is under way.</summary>
    public bool TryBegin([NotNullWhen(true)] out BackupRun? run)
    {
        run = Interlocked.CompareExchange(ref _busy, 1, 0) == 0 ? new BackupRun(time.GetUtcNow(), snapshot.Bytes()) : null;
        return run is not null;
    }

    /// <summary>Writes a backup that was begun, and ends it whatever happens.</summary>
    /// <returns>False when it is not whole; the log says why, and the reader must not take it for a backup.</returns>
    public async Task<bool> WriteAsync(BackupRun run, Stream destination, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        try
        {
            await BackupWriter.WriteAsync(snapshot.TakeAsync(run.Time, ct), destination, run.Time, ct);
            log.Sent(time.GetElapsedTime(began).TotalSeconds);
            return true;
        }
        catch (Exception e)
        {
            // The top of this request: its answer has begun, so that only the log can say why it ends.
            log.Failed(e);
            return false;
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Remembers that somebody has verified and kept a backup.</summary>
    public void Keep(BackupRecord backup)
    {
        book.Keep(backup);
        log.Kept(backup.File, backup.Bytes);
    }
}
