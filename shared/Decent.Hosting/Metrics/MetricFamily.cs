using System.Diagnostics.Metrics;

namespace Decent.Hosting.Metrics;

/// <summary>All series of one instrument. Any thread may add; one at a time.</summary>
internal sealed class MetricFamily
{
    /// <summary>Series that one family may have; more are summed in one with the label overflow.</summary>
    public const int SeriesMax = 1000;

    // Seconds; for instruments that bring no bounds of their own.
    private static readonly double[] DefaultBounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, MetricSeries> _series = [];
    private readonly IReadOnlyList<double> _bounds;
    private readonly MetricKind _kind;
    private readonly bool _isObserved;
    private readonly bool _isSet;
    private readonly string _help;

    public MetricFamily(Instrument instrument)
    {
        _kind = MetricName.KindOf(instrument);
        _isObserved = instrument.IsObservable;
        _isSet = instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Gauge<>);
        _help = (instrument.Description ?? instrument.Name).Replace("\\", "\\\\").Replace("\n", "\\n");
        _bounds = _kind == MetricKind.Histogram ? (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? DefaultBounds : [];
        Name = MetricName.Of(instrument, _kind);
    }

    public string Name { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = MetricLabels.Of(tags);
        lock (_gate)
        {
            if (!_series.TryGetValue(labels, out var series))
            {
                if (_series.Count >= SeriesMax)
                    labels = MetricLabels.Overflow;
                if (!_series.TryGetValue(labels, out series))
                    _series[labels] = series = new MetricSeries(_bounds);
            }
            if (_kind == MetricKind.Histogram)
                series.Observe(value);
            else if (_isSet)
                series.Set(value);
            else
                series.Add(value);
        }
    }

    /// <summary>Forgets what was observed, before it is observed again: series whose thing is gone must not stay.</summary>
    public void BeginObservation()
    {
        lock (_gate)
            if (_isObserved)
                _series.Clear();
    }

    public void Write(TextWriter text)
    {
        lock (_gate)
        {
            if (_series.Count == 0)
                return;
            text.Write($"# HELP {Name} {_help}\n# TYPE {Name} {_kind.ToString().ToLowerInvariant()}\n");
            foreach (var (labels, series) in _series.OrderBy(s => s.Key, StringComparer.Ordinal))
                series.Write(text, Name, labels, _kind);
        }
    }
}
