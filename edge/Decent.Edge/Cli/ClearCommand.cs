using System.CommandLine;
using Decent.Edge.Control;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;

namespace Decent.Edge.Cli;

/// <summary><c>clear</c>: empties the content cache; versions and manifests stay known.</summary>
internal static class ClearCommand
{
    public static Command Create(Option<string> state)
    {
        Command command = new("clear", """
            Empties the content cache. What this edge knows of versions stays, so that everything can come back from peers.

            Example: decent-edge clear
            """);
        command.SetAction(EdgeCli.Program.Action(state, async (context, _, ct) =>
        {
            using ControlClient client = new(context.Program, context.State);
            ClearAnswer answer = await client.GetAsync(HttpMethod.Post, "clear", EdgeJson.Default.ClearAnswer, ct);
            await context.Out.WriteLineAsync($"{answer.Freed} bytes freed");
            return CliExit.Ok;
        }));
        return command;
    }
}
