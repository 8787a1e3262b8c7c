using System.CommandLine;
using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Control;

namespace Decent.Instance.Cli;

/// <summary><c>status</c>: how the instance is.</summary>
internal static class StatusCommand
{
    public static Command Create(Option<string> state)
    {
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("status", """
            Tells on one screen how the running instance is, and what an operator should look at.
            Exit codes: 0 it serves, 1 it does not run, or cannot serve because git or its index does not work.

            Example: decent-instance status --json
            """) { json };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using var client = new ControlClient(context.Program, context.State);
            var status = await client.GetAsync(HttpMethod.Get, "status", ControlJson.Default.StatusReport, ct);
            if (parsed.GetValue(json))
                await context.Out.WriteLineAsync(JsonSerializer.Serialize(status, ControlJson.Default.StatusReport));
            else
                foreach (var line in StatusScreen.Lines(status, TimeProvider.System.GetUtcNow()))
                    await context.Out.WriteLineAsync(line);
            return status.Serves ? CliExit.Ok : CliExit.Failed;
        }));
        return command;
    }
}
