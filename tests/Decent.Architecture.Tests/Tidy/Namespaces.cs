using System.Text.RegularExpressions;

namespace Decent.Architecture.Tests.Tidy;

/// <summary>Where a source lies and what it declares.</summary>
internal static partial class Namespaces
{
    private const string Surface = "firmware/NanoSurface/";

    /// <summary>A namespace that is not the project's name and the folders below it.</summary>
    public static IEnumerable<string> Misplaced(SourceFile file)
    {
        var code = file.Code;
        var declared = Declared().Match(code);
        if (!declared.Success)
        {
            // Program.cs and AssemblyInfo.cs have neither namespace nor named types.
            return Types(code, 0).Any() ? [$"{file.Path}: no namespace"] : [];
        }

        var expected = Expected(file.Path);
        return declared.Groups["name"].Value == expected ? [] : [file.At(declared.Index, $"namespace {expected} expected")];
    }

    /// <summary>A second public type on the outermost level.</summary>
    public static IEnumerable<string> Crowded(SourceFile file)
    {
        var code = file.Code;
        var depth = Declared().Match(code) is { Success: true } declared && declared.Groups["end"].Value == "{" ? 1 : 0;
        return Types(code, depth).Where(match => match.Groups["public"].Success).Skip(1)
            .Select(match => file.At(match.Index, "a second public type: " + match.Groups["name"].Value));
    }

    private static string Expected(string path)
    {
        // Declarations of foreign assemblies: the folders below the assembly's are the foreign namespace.
        var folders = path.Split('/')[(path.StartsWith(Surface, StringComparison.Ordinal) ? 3 : 1)..^1];
        return string.Join('.', folders);
    }

    private static IEnumerable<Match> Types(string code, int depth)
    {
        var at = 0;
        var now = 0;
        foreach (Match match in Type().Matches(code))
        {
            for (; at < match.Index; at++)
            {
                now += code[at] switch { '{' => 1, '}' => -1, _ => 0 };
            }

            if (now == depth)
            {
                yield return match;
            }
        }
    }

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)\s*(?<end>[;{])", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(
        @"^[ \t]*(?:(?<public>public)\s+|(?:internal|file|static|sealed|abstract|partial|readonly|ref|unsafe|new|private|protected)\s+)*"
        + @"(?:(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(?<name>\w+)|delegate\s+[^;=]*?(?<name>\w+)\s*\()",
        RegexOptions.Multiline)]
    private static partial Regex Type();
}
