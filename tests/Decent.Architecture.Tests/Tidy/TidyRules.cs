using System.Text.RegularExpressions;

namespace Decent.Architecture.Tests.Tidy;

/// <summary>The rules that look at one file at a time.</summary>
internal static partial class TidyRules
{
    private const int LinesMax = 300;

    private const int ColumnsMax = 160;

    public static readonly TidyRule[] All =
    [
        new("short files", $"a file of more than {LinesMax} lines holds two things", file => file.IsCode, TooLong),
        new("short lines", $"a line of more than {ColumnsMax} columns is not read to its end", file => file.IsCode, TooWide),
        new("no leftovers", "what is unfinished is either finished or written in an issue", file => file.IsCode, file =>
            Matches(file, file.Text, Leftover())),
        new("no sleeps in tests", "a test awaits the event, or a timer of an injected TimeProvider", file => file.IsCode && file.IsTest, Sleeps),
        new("no silent catch", "an empty catch needs a sentence that says why", file => file.IsCode, SilentCatches),
        new("no vague names", "Manager, Helper, Util, Base, Info and Data say nothing", file => file.IsCode && !file.IsSurface, file =>
            Matches(file, file.Code, VagueName())),
        new("folder is namespace", "who knows the name knows the place", file => file.IsCode && file.IsProduct, Namespaces.Misplaced),
        new("one public type per file", "who knows the name knows the file", file => file.IsCode && file.IsProduct, Namespaces.Crowded),
        new("explained pragma", "a warning is switched off for a reason, on the line above", file => file.IsCode, Pragmas),
        new("the board's own", "only a board has pins, Wi-Fi, world time and a restart: firmware/Decent.Firmware/Board", file => file.IsOnEveryDevice, file =>
            Matches(file, file.Code, BoardsOwn())),
        new("no file is cut", "littlefs commits the cut at once, and a power loss then leaves nothing", file => file.IsOnBoard, file =>
            Matches(file, file.Code, FileCut())),
        new("no registry host", "packages come from wherever the user's own configuration says", _ => true, file =>
            Machine.RegistryHosts.SelectMany(host => Occurrences(file, host))),
        new("no machine path", "the repository works wherever it is cloned", _ => true, file =>
            Machine.OwnPaths.SelectMany(path => Occurrences(file, path))),
        new("executable scripts", "people and CI start them by name: chmod +x", file => Machine.Scripts.Contains(file.Path), file =>
            Machine.IsExecutable(file.Path) ? [] : [file.Path]),
    ];

    private static IEnumerable<string> TooLong(SourceFile file)
    {
        var lines = file.Lines.Length - (file.Text.EndsWith('\n') ? 1 : 0);
        return lines > LinesMax ? [$"{file.Path}: {lines} lines"] : [];
    }

    private static IEnumerable<string> TooWide(SourceFile file) => file.Lines
        .Select((line, at) => (Length: line.TrimEnd('\r').Length, Number: at + 1))
        .Where(line => line.Length > ColumnsMax)
        .Select(line => $"{file.Path}:{line.Number}: {line.Length} columns");

    private static IEnumerable<string> Sleeps(SourceFile file)
    {
        var code = file.Code;
        return Matches(file, code, Sleep()).Concat(Delay().Matches(code)
            .Where(match => !Clock().IsMatch(match.Groups["second"].Value))
            .Select(match => file.At(match.Index, "Task.Delay without a TimeProvider")));
    }

    // A comment is blank in Code, so it is looked for between the braces, behind them and above.
    private static IEnumerable<string> SilentCatches(SourceFile file) => EmptyCatch().Matches(file.Code)
        .Where(match =>
        {
            var first = file.LineAt(match.Index) - 1;
            var last = file.LineAt(match.Index + match.Length) - 1;
            return !file.Lines[Math.Max(0, first - 1)..(last + 1)].Any(line => line.Contains("//", StringComparison.Ordinal));
        })
        .Select(match => file.At(match.Index, "empty catch"));

    private static IEnumerable<string> Pragmas(SourceFile file) => Pragma().Matches(file.Code)
        .Where(match =>
        {
            var above = file.LineAt(match.Index) - 2;
            return above < 0 || !file.Lines[above].TrimStart().StartsWith("//", StringComparison.Ordinal);
        })
        .Select(match => file.At(match.Index, "a pragma without a reason"));

    private static IEnumerable<string> Matches(SourceFile file, string text, Regex pattern) =>
        pattern.Matches(text).Select(match => file.At(match.Index, match.Value.Trim()));

    private static IEnumerable<string> Occurrences(SourceFile file, string needle)
    {
        for (var at = file.Text.IndexOf(needle, StringComparison.Ordinal); at >= 0; at = file.Text.IndexOf(needle, at + 1, StringComparison.Ordinal))
        {
            // "shared/data/" is no absolute path: in front of one stands no part of a name.
            var inside = needle[0] == '/' && at > 0 && (char.IsLetterOrDigit(file.Text[at - 1]) || file.Text[at - 1] is '.' or '_' or '-' or '}' or ')');
            if (!inside)
            {
                yield return file.At(at, needle);
            }
        }
    }

    // Written so that the pattern does not find itself.
    [GeneratedRegex(@"\b(?:T[O]DO|F[I]XME|H[A]CK|X[X]X)\b|NotImplemented[E]xception")]
    private static partial Regex Leftover();

    [GeneratedRegex(@"\bThread\s*\.\s*Sleep\s*\(")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"\bTask\s*\.\s*Delay\s*\((?<first>(?:[^(),]|\((?:[^()]|\([^()]*\))*\))*)(?:,(?<second>(?:[^(),]|\([^()]*\))*))?")]
    private static partial Regex Delay();

    [GeneratedRegex("time|clock|provider", RegexOptions.IgnoreCase)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bcatch\s*(?:\((?:[^()]|\([^()]*\))*\)\s*)?(?:when\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*)?\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record)\s+(?:class\s+|struct\s+)?\w+(?:Manager|Helper|Utils?|Base|Info|Data)\b")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\bPower\s*\.\s*\w+|\b(?:Wifi\w*|NetworkHelper|Sntp|Rtc|Gpio\w*|HighResTimer)\s*[.(]|\bnew\s+(?:Wifi|Gpio)\w*"
        + @"|\busing\s+(?:System\.Device|nanoFramework\.(?:Networking|Hardware))\b[\w.]*")]
    private static partial Regex BoardsOwn();

    [GeneratedRegex(@"\bFileMode\s*\.\s*(?:Create|OpenOrCreate|Truncate)\b|\bFile\s*\.\s*(?:Create|WriteAll\w*|Move|Copy|OpenWrite)\b|\bSetLength\s*\(")]
    private static partial Regex FileCut();

    [GeneratedRegex(@"#pragma\s+warning\s+disable")]
    private static partial Regex Pragma();
}
