using Decent.Content;
using Decent.Peer;

namespace Decent.Edge.Scrubbing;

/// <summary>Reads everything that is held again, slowly and for ever; what is found wrong is put aside by the store, and the repairer hears of it.</summary>
public sealed class Scrubber : BackgroundService
{
    private static readonly TimeSpan HeldPause = TimeSpan.FromSeconds(1);

    private readonly ContentStore _store;
    private readonly ScrubOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Scrubber> _log;
    private readonly ScrubPace _pace;
    private long _bytes;

    /// <param name="store">What is read.</param>
    /// <param name="options">How fast.</param>
    /// <param name="rng">Where the first pass begins.</param>
    /// <param name="time">For pauses.</param>
    /// <param name="log">Where a failing store is told of.</param>
    public Scrubber(ContentStore store, ScrubOptions options, Rng rng, TimeProvider time, ILogger<Scrubber> log)
    {
        (_store, _options, _time, _log) = (store, options, time, log);
        byte[] anywhere = new byte[32];
        BitConverter.TryWriteBytes(anywhere, rng.Next());
        _pace = new ScrubPace(options, new ScrubPlace(rng.Below(2) == 0 ? Cid.Raw(anywhere) : Cid.DagPb(anywhere), 0));
    }

    /// <summary>Asked before each read: true while nothing may touch the disk, as when mains is gone.</summary>
    public Func<bool> IsHeld { get; set; } = () => false;

    /// <summary>Bytes read again and found right, of this run.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Raised when all that is held was read once, on the scrub's own time.</summary>
    public event Action? Passed;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        byte[] buffer = new byte[_options.ReadBytes];
        while (true)
        {
            TimeSpan pause;
            try
            {
                pause = await PassAsync(buffer, stoppingToken);
                Passed?.Invoke();
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The store may be failing; a loop that ended would take the daemon along.
                _log.ScrubFailed(error);
                pause = _options.RepairPause;
            }

            await Task.Delay(pause, _time, stoppingToken);
        }
    }

    /// <summary>One pass over all that is held; how long to wait before the next.</summary>
    private async Task<TimeSpan> PassAsync(byte[] buffer, CancellationToken ct)
    {
        _pace.Begin(Now, _store.Usage.Bytes);
        while (true)
        {
            while (IsHeld())
            {
                await Task.Delay(HeldPause, _time, ct);
            }

            ScrubRead read = await IdleThread.RunAsync(() => _store.Scrub(_pace.At, buffer)).WaitAsync(ct);
            Interlocked.Add(ref _bytes, read.Bytes);
            if (!_pace.Goes(read, Now, out TimeSpan pause))
            {
                return pause;
            }

            await Task.Delay(pause, _time, ct);
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(0);
}
