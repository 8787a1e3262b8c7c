using Decent.Peer.Availability;
using Decent.Protocol.Frames;

namespace Decent.Hosting.Runs;

/// <summary>This process's account of its own runs: the device's availability log on a real disk, ticked by a timer.</summary>
public sealed class RunKeeper : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(60);
    private readonly Lock _lock = new();
    private readonly AvailabilityLog _log;
    private readonly MonotonicClock _clock;
    private readonly ITimer _timer;
    private bool _stopped;

    /// <summary>
    /// Opens the log and commits the boot counter; throws <see cref="IOException"/> when the folder refuses, because nothing may be sent then.
    /// </summary>
    public RunKeeper(string folder, MonotonicClock clock)
    {
        _clock = clock;
        _log = new AvailabilityLog(new AvailabilityOptions(), new FolderFlash(folder));
        if (!_log.Start(clock.NowMs, WallSeconds))
        {
            throw new IOException($"The availability log in {folder} cannot be written: check the disk and the folder's owner.");
        }

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
            if (!_stopped)
            {
                _log.Tick(_clock.NowMs, WallSeconds);
            }
        }
    }
}
