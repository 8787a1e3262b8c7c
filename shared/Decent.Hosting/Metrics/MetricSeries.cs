using System.Globalization;

namespace Decent.Hosting.Metrics;

/// <summary>One line of values: a number, or a histogram with its bounds.</summary>
internal sealed class MetricSeries(IReadOnlyList<double> bounds)
{
    private readonly long[] _buckets = new long[bounds.Count + 1];
    private double _value;
    private long _count;

    public void Add(double value) => _value += value;

    public void Set(double value) => _value = value;

    public void Observe(double value)
    {
        var bucket = 0;
        while (bucket < bounds.Count && value > bounds[bucket])
            bucket++;
        _buckets[bucket]++;
        _value += value;
        _count++;
    }

    /// <summary>Writes the lines of the text format.</summary>
    public void Write(TextWriter text, string name, string labels, MetricKind kind)
    {
        if (kind != MetricKind.Histogram)
        {
            text.Write($"{name}{labels} {Number(_value)}\n");
            return;
        }
        var sum = 0L;
        for (var i = 0; i < bounds.Count; i++)
            text.Write($"{name}_bucket{MetricLabels.With(labels, "le", Number(bounds[i]))} {sum += _buckets[i]}\n");
        text.Write($"{name}_bucket{MetricLabels.With(labels, "le", "+Inf")} {_count}\n{name}_sum{labels} {Number(_value)}\n{name}_count{labels} {_count}\n");
    }

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf"
        : double.IsNaN(value) ? "NaN" : value.ToString(CultureInfo.InvariantCulture);
}
