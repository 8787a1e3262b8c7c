using System.CommandLine;
using System.CommandLine.Parsing;

namespace Decent.Hosting.Cli;

/// <summary>One of our executables as its command line knows it.</summary>
/// <param name="Name">What a person types, such as decent-edge: the word before each error, and the name of its state folders.</param>
public sealed record CliProgram(string Name)
{
    /// <summary>
    /// State folder that the program's own configuration names, for commands that were given none; null where it names none. May throw
    /// <see cref="CliException"/>.
    /// </summary>
    public Func<ParseResult, string?> ConfiguredState { get; init; } = static _ => null;

    /// <summary>The option that every command has.</summary>
    public Option<string> StateOption() => new("--state")
    {
        Description = $"State folder. Default: $DECENT_STATE, /var/lib/{Name}, or ~/.local/state/{Name}.",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Runs one command line; returns one of <see cref="CliExit"/>.</summary>
    public async Task<int> RunAsync(RootCommand commands, string[] arguments, TextWriter output, TextWriter error, CancellationToken ct)
    {
        ParseResult parsed = commands.Parse(arguments);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null }, ct);
        }

        foreach (ParseError problem in parsed.Errors)
        {
            await error.WriteLineAsync($"{Name}: {problem.Message}");
        }

        await error.WriteLineAsync($"Help: {PathOf(parsed.CommandResult)} --help");
        return CliExit.Usage;
    }

    /// <summary>Makes a command's action from one that is given its context; its errors become one line and an exit code.</summary>
    public Func<ParseResult, CancellationToken, Task<int>> Action(Option<string> state, Func<CliContext, ParseResult, CancellationToken, Task<int>> action) =>
        async (parsed, ct) =>
        {
            TextWriter error = parsed.InvocationConfiguration.Error;
            try
            {
                TextWriter output = parsed.InvocationConfiguration.Output;
                bool isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
                return await action(new CliContext(this, StateOf(parsed, state), output, error, isTerminal), parsed, ct);
            }
            catch (CliException e)
            {
                await error.WriteLineAsync($"{Name}: {e.Message}");
                return e.Exit;
            }
        };

    private string StateOf(ParseResult parsed, Option<string> state) =>
        (parsed.GetValue(state) is { Length: > 0 } given ? given : ConfiguredState(parsed)) is { Length: > 0 } folder
            ? Path.GetFullPath(folder)
            : StateFolder.Default(Name);

    private string PathOf(CommandResult command) => command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : Name;
}
