using System.Diagnostics.Metrics;

namespace Decent.Hosting.Metrics;

/// <summary>
/// Names of instruments as Prometheus wants them: words with underscores, base units spelled out, counters ending in <c>_total</c>. Instruments are
/// named the OpenTelemetry way, <c>decent.content.size</c> with unit <c>By</c>.
/// </summary>
internal static class MetricName
{
    // .NET 10 declares these two as counters although they fall: dotnet/runtime issues 112077 and 126167.
    private static readonly HashSet<string> Gauges = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];

    /// <summary>counter, gauge or histogram.</summary>
    public static MetricKind KindOf(Instrument instrument)
    {
        if (Gauges.Contains(instrument.Name))
            return MetricKind.Gauge;
        var type = instrument.GetType();
        var open = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return open == typeof(Counter<>) || open == typeof(ObservableCounter<>) ? MetricKind.Counter
            : open == typeof(Histogram<>) ? MetricKind.Histogram
            : MetricKind.Gauge;
    }

    /// <summary>The family's name.</summary>
    public static string Of(Instrument instrument, MetricKind kind)
    {
        var name = string.Concat(instrument.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_'));
        var unit = UnitOf(instrument.Unit, kind);
        if (unit.Length > 0 && !name.EndsWith("_" + unit, StringComparison.Ordinal))
            name += "_" + unit;
        return kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static string UnitOf(string? unit, MetricKind kind) => unit switch
    {
        null or "" => "",
        "By" => "bytes",
        "s" => "seconds",
        "J" => "joules",
        "Cel" => "celsius",
        "1" => kind == MetricKind.Gauge ? "ratio" : "",
        _ when unit[0] == '{' => "",
        _ => string.Concat(unit.Where(char.IsAsciiLetterOrDigit)),
    };
}
