using System.CommandLine;
using Decent.Hosting.Cli;

namespace Decent.Instance.Cli;

/// <summary>The command line: one file per command.</summary>
public static class InstanceCli
{
    /// <summary>This executable.</summary>
    public static readonly CliProgram Program = new("decent-instance");

    /// <summary>Runs one command line; <paramref name="ct"/> ends a running daemon in order. Returns one of <see cref="CliExit"/>.</summary>
    public static Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken ct) =>
        Program.RunAsync(Commands(), arguments, output, error, ct);

    private static RootCommand Commands()
    {
        var state = Program.StateOption();
        return new RootCommand("""
            The server of Decent: keeps named resources in git and tells everybody which version is the newest.

            First steps:
              decent-instance run --listen 0.0.0.0:4970
              decent-instance publish ./website --as home/website
              decent-instance nodes add kitchen-pi > kitchen-pi.json
            """)
        {
            state, RunCommand.Create(state), PublishCommand.Create(state), NodesCommand.Create(state), AccountsCommand.Create(state),
            BrokerCommand.Create(state), StatusCommand.Create(state), WatchCommand.Create(state), HomeAssistantCommand.Create(state),
            ReindexCommand.Create(state), KeyCommand.Create(state),
        };
    }
}
