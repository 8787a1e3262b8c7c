using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Decent.Instance.SmartHttp;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>Listens to the counters, which are those of the whole process: other tests are counted too.</summary>
internal sealed class MeterWatch : IDisposable
{
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
            if (key == ("decent.git.requests", "fetch", "Gone"))
                _gone.TrySetResult();
        });
        _listener.Start();
    }

    /// <summary>Completes when a fetch ended because its client was gone or cut.</summary>
    public Task FetchGone => _gone.Task;

    public long Requests(string asked, SmartHttpOutcome outcome) => _sums.GetValueOrDefault(("decent.git.requests", asked, outcome.ToString()));

    public long Sent(string asked) => _sums.GetValueOrDefault(("decent.git.sent", asked, ""));

    public void Dispose() => _listener.Dispose();
}
