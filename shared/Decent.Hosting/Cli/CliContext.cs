using Spectre.Console;

namespace Decent.Hosting.Cli;

/// <summary>Where a command reads its state folder from and writes to.</summary>
/// <param name="Program">Whose command line this is.</param>
/// <param name="State">Full path of the state folder.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="IsTerminal">Whether a person looks at <paramref name="Out"/>: tables and progress, else plain text.</param>
public sealed record CliContext(CliProgram Program, string State, TextWriter Out, TextWriter Error, bool IsTerminal)
{
    /// <summary>Writes rows: a table for a person, tab-separated lines for a program.</summary>
    public void WriteRows(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (!IsTerminal)
        {
            foreach (var row in rows)
                Out.WriteLine(string.Join('\t', row));
            return;
        }
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
            table.AddColumn(column);
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }
}
