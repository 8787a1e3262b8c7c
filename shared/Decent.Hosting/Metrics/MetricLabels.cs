using System.Globalization;
using System.Text;

namespace Decent.Hosting.Metrics;

/// <summary>
/// Labels as text, sorted by name. Only names that have few values are let through, so that no CID, URL, package or address becomes a label whoever made
/// the instrument.
/// </summary>
internal static class MetricLabels
{
    /// <summary>What stands in for a series beyond a family's bound.</summary>
    public const string Overflow = "{overflow=\"true\"}";

    // Ours first, then those of ASP.NET Core, Kestrel and the runtime that are bounded by the program itself.
    private static readonly HashSet<string> Known =
    [
        "source", "kind", "result", "outcome", "state", "verdict", "stage", "reason", "version", "repository",
        "http.request.method", "http.response.status_code", "http.route", "network.protocol.version", "network.transport",
        "aspnetcore.routing.result", "aspnetcore.diagnostics.exception.result", "error.type", "tls.protocol.version",
        "gc.heap.generation", "dotnet.gc.heap.generation", "cpu.mode",
    ];

    /// <summary>The labels in braces; empty when none is left.</summary>
    public static string Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var kept = new List<(string Name, string Value)>(tags.Length);
        foreach (var (name, value) in tags)
            if (Known.Contains(name))
                kept.Add((name.Replace('.', '_'), Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
        if (kept.Count == 0)
            return "";
        kept.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return "{" + string.Join(',', kept.Select(l => $"{l.Name}=\"{Escape(l.Value)}\"")) + "}";
    }

    /// <summary>The labels with one more behind them.</summary>
    public static string With(string labels, string name, string value) =>
        labels.Length == 0 ? $"{{{name}=\"{value}\"}}" : $"{labels[..^1]},{name}=\"{value}\"}}";

    private static string Escape(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var c in value)
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(c),
            };
        return text.ToString();
    }
}
