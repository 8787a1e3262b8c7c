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
        var command = Listing(state, "nodes", "Example: decent-instance nodes --json");
        foreach (var verb in (Command[])[
            Listing(state, "list", "Example: decent-instance nodes list --json"), NodesAddCommand.Create(state), NodesAddCommand.CreateRotate(state),
            NodesApproveCommand.Create(state), NodesRemoveCommand.Create(state), NodeSettingsCommand.Create(state), NodeOrderCommand.Create(state)])
            command.Add(verb);
        return command;
    }

    private static Command Listing(Option<string> state, string verb, string example)
    {
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command(verb, $"""
            Lists the nodes that belong to this instance: what was seen of them last, and what they say of themselves.
            Nodes that wait to be approved come last, with the code that they show too.

            {example}
            """) { json };
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
        n.Name, n.Code is { } code ? $"{n.State} {code}" : n.State, n.Kind ?? "-", n.Address ?? "-", n.BlocksHeld?.ToString() ?? "-",
        n.BytesServed?.ToString() ?? "-", n.Heard is { } heard ? Minute(heard) : "-",
        n.AvascMilli is { } milli ? $"{milli / 1000}.{milli % 1000:000}" : "-", Minute(n.Added), n.Certification,
    ];

    private static string Minute(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm'Z'");

    internal static Argument<string> Name() => new("NAME") { Description = InstanceName.Rule };

    internal static string PathOf(string name) => NodeName.IsValid(name) ? $"nodes/{name}" : throw new CliException(InstanceName.Rule);
}
