using Decent.Peer.Availability;
using Decent.Protocol.Frames;

namespace Decent.Hosting.Runs;

/// <summary>
/// This process's account of its own runs: the device's availability log on a real disk, ticked by a timer, and what the instance granted to each run.
/// Thread-safe.
/// </summary>
public sealed class RunKeeper : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(60);
    private readonly Lock _lock = new();
    private readonly AvailabilityLog _log;
    private readonly RunAccount _account;
    private readonly MonotonicClock _clock;
    private readonly ITimer _timer;
    private bool _stopped;
    private volatile bool _isHeld;

    /// <summary>
    /// Opens the log and commits the boot counter; throws <see cref="IOException"/> when the folder refuses, because nothing may be sent then.
    /// </summary>
    /// <param name="folder">The runs' own.</param>
    /// <param name="node">The node's id.</param>
    /// <param name="clock">The run's.</param>
    public RunKeeper(string folder, ulong node, MonotonicClock clock)
    {
        _clock = clock;
        FolderFlash flash = new(folder);
        _log = new AvailabilityLog(new AvailabilityOptions(), flash);
        _account = new RunAccount(new RunAccountOptions(), flash, new Hmac(), node);
        if (!_account.Load() || !_log.Start(clock.NowMs, WallSeconds, _account.KnownRun))
        {
            throw new IOException($"The availability log in {folder} cannot be written: check the disk and the folder's owner.");
        }

        _account.Begin(_log.Run);
        _timer = clock.Time.CreateTimer(_ => Tick(), null, Beat, Beat);
    }

    /// <summary>Starts of this node so far.</summary>
    public uint Run => _log.Run;

    /// <summary>The previous run ended unseen.</summary>
    public bool PreviousLost => _log.PreviousLost;

    /// <summary>Up to 24 records after <paramref name="after"/>; the last one's sequence, 0 when there are none.</summary>
    public uint Copy(uint after, LogChunk into)
    {
        lock (_lock)
        {
            return _log.Copy(after, into);
        }
    }

    /// <summary>The instance has the records up to this sequence: they need not be sent again.</summary>
    public void Acknowledge(uint upto)
    {
        lock (_lock)
        {
            _log.Acknowledge(upto);
        }
    }

    /// <summary>Does something with the account, which nobody else touches meanwhile.</summary>
    public T With<T>(Func<RunAccount, long, T> work)
    {
        lock (_lock)
        {
            return work(_account, _clock.NowMs);
        }
    }

    /// <summary>As the other, with nothing to tell.</summary>
    public void With(Action<RunAccount, long> work) => With((account, nowMs) =>
    {
        work(account, nowMs);
        return true;
    });

    /// <summary>Begins no heartbeat while held; one that is missed is written later. Waits for none: whoever holds may have no time.</summary>
    public void Hold(bool isHeld) => _isHeld = isHeld;

    /// <summary>Ends the run in order; once.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (!_stopped)
            {
                _stopped = true;
                _log.Stop(_clock.NowMs, WallSeconds);
            }
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        Stop();
    }

    private ulong WallSeconds => (ulong)_clock.Time.GetUtcNow().ToUnixTimeSeconds();

    private void Tick()
    {
        lock (_lock)
        {
            if (!_stopped && !_isHeld)
            {
                _log.Tick(_clock.NowMs, WallSeconds);
            }
        }
    }
}
