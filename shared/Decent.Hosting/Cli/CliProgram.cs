using System.CommandLine;
using System.CommandLine.Parsing;

namespace Decent.Hosting.Cli;

/// <summary>One of our executables as its command line knows it.</summary>
/// <param name="Name">What a person types, such as decent-edge: the word before each error, and the name of its state folders.</param>
public sealed record CliProgram(string Name)
{
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
            TextWriter output = parsed.InvocationConfiguration.Output;
            CliContext context = new(
                this,
                parsed.GetValue(state) is { Length: > 0 } folder ? Path.GetFullPath(folder) : StateFolder.Default(Name),
                output,
                parsed.InvocationConfiguration.Error,
                ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected);
            try
            {
                return await action(context, parsed, ct);
            }
            catch (CliException e)
            {
                await context.Error.WriteLineAsync($"{Name}: {e.Message}");
                return CliExit.Failed;
            }
        };

    private string PathOf(CommandResult command) => command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : Name;
}
