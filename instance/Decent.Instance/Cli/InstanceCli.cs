using System.CommandLine;
using System.CommandLine.Parsing;

namespace Decent.Instance.Cli;

/// <summary>The command line: one file per command.</summary>
public static class InstanceCli
{
    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">Arguments after the program's name.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="ct">Ends a running daemon in order.</param>
    /// <returns>One of <see cref="CliExit"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var parsed = Commands().Parse(arguments);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, ct);
        foreach (var problem in parsed.Errors)
            await error.WriteLineAsync($"decent-instance: {problem.Message}");
        await error.WriteLineAsync($"Help: {PathOf(parsed.CommandResult)} --help");
        return CliExit.Usage;
    }

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "decent-instance";

    private static RootCommand Commands()
    {
        var state = CliContext.StateOption();
        return new RootCommand("""
            The server of Decent: keeps named resources in git and tells everybody which version is the newest.

            First steps:
              decent-instance run --listen 0.0.0.0:7480
              decent-instance publish ./website --as home/website
              decent-instance nodes add kitchen-pi > kitchen-pi.json
            """)
        {
            state, RunCommand.Create(state), PublishCommand.Create(state), NodesCommand.Create(state), StatusCommand.Create(state),
        };
    }
}
