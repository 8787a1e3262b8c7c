using Decent.Hosting;

namespace Decent.Edge.Fetching;

/// <summary>
/// The instance and whether it is worth asking now. One that did not answer is left alone for 1, 2, 4 ... 30 s; the bus, or an answer, ends that.
/// </summary>
public sealed class InstanceSource(Uri? address, FetchingOptions options, MonotonicClock clock, ILogger<InstanceSource> log)
{
    private readonly Lock _lock = new();
    private long _awayUntilMs;
    private int _failures;

    /// <summary>Raised when it answers after having been away.</summary>
    public event Action? Back;

    /// <summary>Null when this edge has none.</summary>
    public Uri? Address => address;

    public bool IsReachable
    {
        get
        {
            lock (_lock)
            {
                return address is not null && clock.NowMs >= _awayUntilMs;
            }
        }
    }

    /// <summary>What a request to it came to.</summary>
    public void Report(SourceAnswer answer, string reason)
    {
        if (answer is SourceAnswer.Found or SourceAnswer.NotFound)
        {
            Answered();
        }
        else
        {
            Failed(reason);
        }
    }

    /// <summary>It was heard of on the bus, or answered.</summary>
    public void Answered()
    {
        lock (_lock)
        {
            if (_failures == 0)
            {
                return;
            }

            _failures = 0;
            _awayUntilMs = 0;
        }

        log.InstanceBack();
        Back?.Invoke();
    }

    private void Failed(string reason)
    {
        bool first;
        lock (_lock)
        {
            first = _failures == 0;
            double pauseMs = options.AwayFirst.TotalMilliseconds * Math.Pow(2, Math.Min(_failures, 10));
            _failures++;
            _awayUntilMs = clock.NowMs + (long)Math.Min(pauseMs, options.AwayLongest.TotalMilliseconds);
        }

        if (first)
        {
            log.InstanceAway(reason);
        }
    }
}
