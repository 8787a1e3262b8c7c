namespace Decent.Hosting.Metrics;

/// <summary>How a family of values behaves.</summary>
internal enum MetricKind
{
    /// <summary>Only rises.</summary>
    Counter,

    /// <summary>Rises and falls.</summary>
    Gauge,

    /// <summary>Counts values by size.</summary>
    Histogram,
}
