using Decent.Hosting;

namespace Decent.Edge.Fetching;

/// <summary>
/// The instance and whether it is worth asking now. One that did not answer is left alone for 1, 2, 4 ... 30 s; the bus, or an answer, ends that.
/// One transfer that broke off says little about an instance that answers others: only three in a row count as away.
/// </summary>
public sealed class InstanceSource(Uri? address, FetchingOptions options, MonotonicClock clock, ILogger<InstanceSource> log)
{
    private const int BrokenMax = 3;

    private readonly Lock _lock = new();
    private long _awayUntilMs;
    private int _failures;
    private int _broken;

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

    /// <summary>
    /// One transfer, and once more when it broke off soon: one bad connection should cost a moment and no failed request. Away without a question when
    /// it is not worth one.
    /// </summary>
    public async Task<SourceAnswer> AskAsync(Func<Uri, Task<SourceAnswer>> ask, string what)
    {
        SourceAnswer answer = SourceAnswer.Away;
        long startMs = clock.NowMs;
        for (int attempt = 0; attempt < 2 && IsReachable && clock.NowMs - startMs < options.AgainWithin.TotalMilliseconds; attempt++)
        {
            answer = await ask(address!);
            Report(answer, what);
            if (answer is not (SourceAnswer.Broken or SourceAnswer.Wrong))
            {
                break;
            }
        }

        return answer;
    }

    /// <summary>What a request to it came to.</summary>
    public void Report(SourceAnswer answer, string reason)
    {
        switch (answer)
        {
            case SourceAnswer.Found or SourceAnswer.NotFound:
                Answered();
                break;
            case SourceAnswer.Broken or SourceAnswer.Wrong when !IsThirdInRow():
                break;
            default:
                Failed(reason);
                break;
        }
    }

    /// <summary>It was heard of on the bus, or answered.</summary>
    public void Answered()
    {
        lock (_lock)
        {
            _broken = 0;
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

    private bool IsThirdInRow()
    {
        lock (_lock)
        {
            return ++_broken >= BrokenMax;
        }
    }

    /// <summary>Requests that were on the way together fail together and count once.</summary>
    private void Failed(string reason)
    {
        bool first;
        lock (_lock)
        {
            if (clock.NowMs < _awayUntilMs)
            {
                return;
            }

            first = _failures == 0;
            double pauseMs = options.AwayFirst.TotalMilliseconds * Math.Pow(2, Math.Min(_failures, 10));
            _failures++;
            _broken = 0;
            _awayUntilMs = clock.NowMs + (long)Math.Min(pauseMs, options.AwayLongest.TotalMilliseconds);
        }

        if (first)
        {
            log.InstanceAway(reason);
        }
    }
}
