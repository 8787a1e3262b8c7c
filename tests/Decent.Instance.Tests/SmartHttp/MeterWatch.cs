using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Decent.Instance.SmartHttp;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>Listens to the counters, which are those of the whole process: other tests are counted too.</summary>
internal sealed class MeterWatch : IDisposable
{
    // More than any other test sends to a client that goes away.
    private const long LargeBytes = 100_000;

    [ThreadStatic]
    private static bool _isGone;

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string, string, string), long> _sums = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MeterWatch()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == SmartHttpMeter.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var known = tags.ToArray().ToDictionary(t => t.Key, t => $"{t.Value}");
            var key = (instrument.Name, known["asked"], known.GetValueOrDefault("outcome", ""));
            _sums.AddOrUpdate(key, value, (_, sum) => sum + value);
            // Both are counted on the thread that ended the request, one after the other.
            if (instrument.Name == "decent.git.requests")
                _isGone = key is (_, "fetch", "Gone");
            else if (_isGone && value >= LargeBytes)
                _gone.TrySetResult();
        });
        _listener.Start();
    }

    /// <summary>Completes when a fetch of which much was sent ended because its client was gone or cut.</summary>
    public Task FetchGone => _gone.Task;

    public long Requests(string asked, SmartHttpOutcome outcome) => _sums.GetValueOrDefault(("decent.git.requests", asked, outcome.ToString()));

    public void Dispose() => _listener.Dispose();
}
