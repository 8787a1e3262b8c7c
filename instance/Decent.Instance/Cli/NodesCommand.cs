using Decent.Hosting.Control;
using Decent.Hosting.Cli;
using System.CommandLine;
using System.Text.Json;
using Decent.Instance.Control;
using Decent.Protocol;

namespace Decent.Instance.Cli;

/// <summary><c>nodes</c>: who belongs to this instance.</summary>
internal static class NodesCommand
{
    private static readonly string[] Columns =
        ["node", "state", "kind", "address", "blocks held", "bytes served", "last heard", "avasc", "added", "certification"];

    public static Command Create(Option<string> state)
    {
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("nodes", """
            Lists the nodes that belong to this instance: what was seen of them last, and what they say of themselves.

            Example: decent-instance nodes --json
            """) { json, NodesAddCommand.Create(state), Remove(state), NodeSettingsCommand.Create(state), NodeOrderCommand.Create(state) };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using var client = new ControlClient(context.Program, context.State);
            var nodes = await client.GetAsync(HttpMethod.Get, "nodes", ControlJson.Default.ListNodeListing, ct);
            if (parsed.GetValue(json))
                await context.Out.WriteLineAsync(JsonSerializer.Serialize(nodes, ControlJson.Default.ListNodeListing));
            else
                context.WriteRows(Columns, nodes.Select(Row));
            return CliExit.Ok;
        }));
        return command;
    }

    private static IReadOnlyList<string> Row(NodeListing n) =>
    [
        n.Name, n.State, n.Kind ?? "-", n.Address ?? "-", n.BlocksHeld?.ToString() ?? "-", n.BytesServed?.ToString() ?? "-",
        n.Heard is { } heard ? Minute(heard) : "-", n.AvascMilli is { } milli ? $"{milli / 1000}.{milli % 1000:000}" : "-", Minute(n.Added), n.Certification,
    ];

    private static string Minute(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm'Z'");

    private static Command Remove(Option<string> state)
    {
        var name = Name();
        var command = new Command("remove", """
            Takes a node's access away at once.

            Example: decent-instance nodes remove kitchen-pi
            """) { name };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using var client = new ControlClient(context.Program, context.State);
            await client.DoAsync(HttpMethod.Delete, PathOf(parsed.GetValue(name)!), ct);
            await context.Out.WriteLineAsync($"Removed {parsed.GetValue(name)}");
            return CliExit.Ok;
        }));
        return command;
    }

    internal static Argument<string> Name() => new("NAME") { Description = InstanceName.Rule };

    internal static string PathOf(string name) => NodeName.IsValid(name) ? $"nodes/{name}" : throw new CliException(InstanceName.Rule);
}
