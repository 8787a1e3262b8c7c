using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Decent.Edge.Control;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;

namespace Decent.Edge.Cli;

/// <summary><c>status</c>: how the edge is.</summary>
internal static class StatusCommand
{
    public static Command Create(Option<string> state)
    {
        Option<bool> json = new("--json") { Description = "Print one line of JSON." };
        Command command = new("status", """
            Tells how the running edge is, and what its owner should look at.

            Example: decent-edge status --json
            """) { json };
        command.SetAction(EdgeCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using ControlClient client = new(context.Program, context.State);
            EdgeStatus status = await client.GetAsync(HttpMethod.Get, "status", EdgeJson.Default.EdgeStatus, ct);
            if (parsed.GetValue(json))
            {
                await context.Out.WriteLineAsync(JsonSerializer.Serialize(status, EdgeJson.Default.EdgeStatus));
            }
            else
            {
                context.WriteRows(["", ""], Rows(status));
            }

            return CliExit.Ok;
        }));
        return command;
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(EdgeStatus status) =>
    [
        ["edge", status.Name],
        ["state", status.State],
        ["serving", string.Join(' ', status.Addresses)],
        ["peers at", string.Join(' ', status.Lan)],
        ["process", string.Create(CultureInfo.InvariantCulture, $"{status.Process}, start number {status.Run}")],
        ["instance", status.Instance is null ? "none" : $"{status.Instance}, {(status.InstanceReachable ? "reachable" : "away")}"],
        ["bus", status.Bus],
        ["cache", $"{status.Objects} objects, {status.Bytes} of {status.BytesMax} bytes, {status.Heads} resources known; {status.Policy}"],
        ["pinned", string.Create(CultureInfo.InvariantCulture, $"{status.Pins} resources, {status.PinsMissing.Count} of them not whole here")],
        ["power", PowerCommand.Line(status.Power)],
        ["checked", $"{status.ScrubbedBytes} bytes read again; {status.Damaged} files damaged, {status.Repaired} of them whole again"],
        ["served", $"{status.Requests} requests; {status.BlocksServed} blocks and {status.BytesServed} bytes to peers"],
        ["refused", $"{status.Malformed} malformed datagrams, {status.Quarantined} peers in quarantine"],
        .. status.Remarks.Select(remark => (IReadOnlyList<string>)["look at", remark]),
    ];
}
