using System.Text.RegularExpressions;

namespace Decent.Architecture.Tests.Tidy;

/// <summary>Enough of C#'s lexical rules to tell code from what is only written in it.</summary>
internal static partial class CodeText
{
    /// <summary>Replaces comments, strings and characters by blanks of the same length.</summary>
    public static string Blank(string text) => Prose().Replace(text, match => BlankOf(match.Value));

    private static string BlankOf(string text) => string.Create(text.Length, text, (span, from) =>
    {
        for (var at = 0; at < span.Length; at++)
        {
            span[at] = from[at] == '\n' ? '\n' : ' ';
        }
    });

    [GeneratedRegex("""
        //[^\n]*
        | /\*[\s\S]*?\*/
        | \"{3}[\s\S]*?\"{3}
        | \$?@\$?"(?:[^"]|"")*"
        | "(?:\\.|[^"\\\n])*"
        | '(?:\\[^\n]{1,9}?|[^'\\\n])'
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Prose();
}
