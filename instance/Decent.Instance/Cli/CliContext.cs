using System.CommandLine;
using Spectre.Console;

namespace Decent.Instance.Cli;

/// <summary>Where a command reads its state folder from and writes to.</summary>
/// <param name="State">Full path of the state folder.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="IsTerminal">Whether a person looks at <paramref name="Out"/>: tables and progress, else plain text.</param>
public sealed record CliContext(string State, TextWriter Out, TextWriter Error, bool IsTerminal)
{
    /// <summary>The option that every command has.</summary>
    public static Option<string> StateOption() => new("--state")
    {
        Description = "State folder. Default: $DECENT_STATE, /var/lib/decent-instance, or ~/.local/state/decent-instance.",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Makes a command's action from one that is given its context; its errors become one line and an exit code.</summary>
    public static Func<ParseResult, CancellationToken, Task<int>> Action(
        Option<string> state, Func<CliContext, ParseResult, CancellationToken, Task<int>> action) =>
        async (parsed, ct) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var context = new CliContext(
                parsed.GetValue(state) is { Length: > 0 } folder ? Path.GetFullPath(folder) : StateFolder.Default(),
                output, parsed.InvocationConfiguration.Error, ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected);
            try
            {
                return await action(context, parsed, ct);
            }
            catch (CliException e)
            {
                await context.Error.WriteLineAsync($"decent-instance: {e.Message}");
                return CliExit.Failed;
            }
        };

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
