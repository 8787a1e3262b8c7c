using Decent.Hosting;

namespace Decent.Edge.Power;

/// <summary>Asks the gauge every few seconds, so that nobody who needs an answer waits for its bus.</summary>
internal sealed class BatteryWatch : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private readonly IBatteryGauge? _gauge;
    private readonly int _percentMin;
    private readonly ILogger _log;
    private readonly ITimer? _timer;
    private volatile BatteryReading? _last;
    private bool _isFailing;

    public BatteryWatch(IBatteryGauge? gauge, int percentMin, MonotonicClock clock, ILogger log)
    {
        (_gauge, _percentMin, _log) = (gauge, percentMin, log);
        if (gauge is not null)
        {
            Measure();
            _timer = clock.Time.CreateTimer(_ => Measure(), null, Every, Every);
        }
    }

    /// <summary>What was measured last; null before anything was, or when the gauge does not answer.</summary>
    public BatteryReading? Last => _last;

    /// <summary>Nearly empty; a gauge that does not answer says nothing.</summary>
    public bool IsLow => _last is { } reading && reading.Percent <= _percentMin;

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            _gauge?.Dispose();
        }
    }

    private void Measure()
    {
        // A bus that hangs holds up one thread, not one more every few seconds.
        if (!_lock.TryEnter())
        {
            return;
        }

        try
        {
            _last = _gauge!.Read();
            _isFailing = false;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            _last = null;
            if (!_isFailing)
            {
                _log.GaugeFailed(error.Message);
            }

            _isFailing = true;
        }
        finally
        {
            _lock.Exit();
        }
    }
}
