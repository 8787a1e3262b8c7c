using System.Globalization;
using System.Text.RegularExpressions;

namespace Decent.Architecture.Tests;

/// <summary>One shared list of event numbers: what a log line, a device and a dashboard call 501 is the same thing.</summary>
public sealed partial class EventCodeTests
{
    private const string List = "shared/Decent.Protocol/EventCode.cs";
    private static readonly Dictionary<string, int> Codes = Constant().Matches(Repository.Read(List))
        .ToDictionary(match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));

    private static readonly string[] Sources =
        [.. Repository.WithExtension(".cs").Where(file => !file.StartsWith("tests/", StringComparison.Ordinal) && file != List)];

    [Fact]
    public void A_number_means_one_thing() => Assert.Equal(Codes.Count, Codes.Values.Distinct().Count());

    [Fact]
    public void Every_log_line_has_its_number_from_the_list()
    {
        var uses = Sources.SelectMany(file => LogLine().Matches(Repository.Read(file)).Select(match => (File: file, Id: match.Groups[1].Value))).ToList();

        Assert.True(uses.Count > 20);
        Assert.DoesNotContain(uses, use => !IsListed(use.Id));
    }

    [Fact]
    public void Every_number_of_the_list_is_used()
    {
        var text = string.Join('\n', Sources.Select(Repository.Read));
        var literals = LogLine().Matches(text).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(Codes, code =>
            !text.Contains($"EventCode.{code.Key}", StringComparison.Ordinal)
            && !literals.Contains(code.Value.ToString(CultureInfo.InvariantCulture)));
    }

    private static bool IsListed(string id) => id.StartsWith("EventCode.", StringComparison.Ordinal)
        ? Codes.ContainsKey(id["EventCode.".Length..])
        : int.TryParse(id, CultureInfo.InvariantCulture, out var number) && Codes.ContainsValue(number);

    [GeneratedRegex(@"public const int (\w+) = (\d+);")]
    private static partial Regex Constant();

    // The one line without a number of its own prints the numbers that a board sends.
    [GeneratedRegex(@"LoggerMessage\(\s*(?:EventId = )?(?!LogLevel)([\w.]+)")]
    private static partial Regex LogLine();
}
