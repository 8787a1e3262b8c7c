using System.Globalization;
using System.Text.RegularExpressions;

namespace Decent.Hosting.Tests.Metrics;

/// <summary>Reads the text format 0.0.4 as strictly as its description is, and says which rule a page breaks.</summary>
public sealed partial class PrometheusText
{
    private readonly Dictionary<string, string> _types = [];
    private readonly Dictionary<string, double> _values = [];
    private readonly HashSet<string> _closed = [];
    private string _family = "";
    private string? _helped;

    private PrometheusText()
    {
    }

    /// <summary>Value by name and labels as they stand, such as <c>decent_nodes{state="alive"}</c>.</summary>
    public IReadOnlyDictionary<string, double> Values => _values;

    /// <summary>counter, gauge or histogram by family.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>Names of all labels used.</summary>
    public HashSet<string> Labels { get; } = [];

    public static PrometheusText Read(string page)
    {
        var text = new PrometheusText();
        Must(page.EndsWith('\n'), "the last line has no end");
        foreach (var line in page.Split('\n')[..^1])
            text.Line(line);
        foreach (var (family, type) in text._types.Where(t => t.Value == "histogram"))
            text.CheckHistogram(family);
        return text;
    }

    private void Line(string line)
    {
        if (line.StartsWith("# HELP ", StringComparison.Ordinal))
        {
            _helped = line[7..].Split(' ', 2)[0];
            Must(!_types.ContainsKey(_helped), $"two HELP lines for {_helped}");
        }
        else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
        {
            Must(line[7..].Split(' ') is [var name, "counter" or "gauge" or "histogram"] && name == _helped, $"'{line}' does not follow its HELP");
            (_family, _types[_helped!]) = (_helped!, line.Split(' ')[^1]);
            Must(_closed.Add(_family), $"{_family} comes twice");
            Must(_types[_family] != "counter" || _family.EndsWith("_total", StringComparison.Ordinal), $"the counter {_family} does not end in _total");
        }
        else
        {
            Sample(line);
        }
    }

    private void Sample(string line)
    {
        var match = SamplePattern().Match(line);
        Must(match.Success, $"'{line}' is no sample");
        var name = match.Groups["name"].Value;
        var isOfFamily = _types.GetValueOrDefault(_family) == "histogram"
            ? name == _family + "_bucket" || name == _family + "_sum" || name == _family + "_count"
            : name == _family;
        Must(isOfFamily, $"{name} stands below {_family}");
        foreach (Match label in LabelPattern().Matches(match.Groups["labels"].Value))
            Labels.Add(label.Groups["name"].Value);
        var value = match.Groups["value"].Value;
        Must(_values.TryAdd(line[..^(value.Length + 1)], Number(value)), $"'{line}' is there twice");
        Must(_types[_family] != "counter" || Number(value) >= 0, $"'{line}' is negative");
    }

    private void CheckHistogram(string family)
    {
        foreach (var (key, count) in _values.Where(v => v.Key.StartsWith(family + "_count", StringComparison.Ordinal)).ToList())
        {
            var labels = key[(family.Length + 6)..];
            var buckets = _values.Where(v => v.Key.StartsWith(family + "_bucket", StringComparison.Ordinal) && OtherLabels(v.Key) == labels).ToList();
            Must(buckets.Count > 0 && buckets[^1].Key.Contains("le=\"+Inf\"") && buckets[^1].Value == count, $"{key} differs from its last bucket");
            Must(buckets.Select(b => b.Value).SequenceEqual(buckets.Select(b => b.Value).Order()), $"the buckets of {key} fall");
            Must(_values.ContainsKey($"{family}_sum{labels}"), $"{key} has no sum");
        }
    }

    private static string OtherLabels(string bucket)
    {
        var labels = LePattern().Replace(bucket[bucket.IndexOf('{')..], "");
        return labels == "{}" ? "" : labels;
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static void Must(bool holds, string rule) => Assert.True(holds, rule);

    private const string Label = """[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*""" + "\"";

    [GeneratedRegex($"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\\{{(?<labels>{Label}(,{Label})*)\\}})? (?<value>\\S+)$")]
    private static partial Regex SamplePattern();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="([^"\\\n]|\\["\\n])*"(,|$)""")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(""",?le="[^"]*",?""")]
    private static partial Regex LePattern();
}
