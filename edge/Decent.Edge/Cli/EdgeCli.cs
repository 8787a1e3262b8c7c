using System.CommandLine;
using Decent.Hosting.Cli;

namespace Decent.Edge.Cli;

/// <summary>The command line: one file per command.</summary>
public static class EdgeCli
{
    /// <summary>This executable.</summary>
    public static readonly CliProgram Program = new("decent-edge");

    /// <summary>Runs one command line; <paramref name="ct"/> ends a running daemon in order. Returns one of <see cref="CliExit"/>.</summary>
    public static Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, CancellationToken ct) =>
        Program.RunAsync(Commands(), arguments, output, error, ct);

    private static RootCommand Commands()
    {
        Option<string> state = Program.StateOption();
        return new RootCommand("""
            The edge of Decent: keeps what this LAN asks for, verified, and shares it with the LAN.

            First steps:
              decent-edge run --credentials kitchen-pi.json
              decent-edge get home/website --out website
              decent-edge status
            """)
        {
            state, RunCommand.Create(state), EnrolCommand.Create(state), GetCommand.Create(state), StatusCommand.Create(state), ClearCommand.Create(state),
            PinCommand.Pin(state), PinCommand.Unpin(state), PinCommand.List(state), PowerCommand.Create(state), SimCommand.Create(state),
            ProvisionCommand.Create(state), UpdateCommand.Create(state), SlotsCommand.Create(state),
        };
    }
}
