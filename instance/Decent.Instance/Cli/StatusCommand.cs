using Decent.Hosting.Control;
using Decent.Hosting.Cli;
using System.CommandLine;
using System.Text.Json;
using Decent.Instance.Control;

namespace Decent.Instance.Cli;

/// <summary><c>status</c>: how the instance is.</summary>
internal static class StatusCommand
{
    public static Command Create(Option<string> state)
    {
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("status", """
            Tells how the running instance is, and what an operator should look at.

            Example: decent-instance status --json
            """) { json };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using var client = new ControlClient(context.Program, context.State);
            var status = await client.GetAsync(HttpMethod.Get, "status", ControlJson.Default.StatusReport, ct);
            if (parsed.GetValue(json))
                await context.Out.WriteLineAsync(JsonSerializer.Serialize(status, ControlJson.Default.StatusReport));
            else
                context.WriteRows(["", ""], Rows(status));
            return CliExit.Ok;
        }));
        return command;
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(StatusReport status) =>
    [
        ["instance", status.Instance],
        ["state", status.State],
        ["listening", string.Join(' ', status.Addresses)],
        ["process", $"{status.Process}, since {status.Started:yyyy-MM-dd HH:mm'Z'}"],
        ["resources", $"{status.Resources} of {status.Tenants} tenants, {status.Bytes} bytes"],
        ["broker", status.Broker.Address.Length == 0 ? "none" : $"{status.Broker.State}, nodes reach it at {status.Broker.Address}"],
        ["nodes", $"{status.Nodes}, {status.NodesAlive} alive"],
        .. status.Remarks.Select(r => (IReadOnlyList<string>)["look at", r]),
    ];
}
