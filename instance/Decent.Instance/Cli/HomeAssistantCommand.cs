using System.CommandLine;
using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Control;

namespace Decent.Instance.Cli;

/// <summary><c>home-assistant</c>: which nodes are shown there.</summary>
internal static class HomeAssistantCommand
{
    private static readonly string[] Columns = ["node", "state", "device"];

    public static Command Create(Option<string> state)
    {
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("home-assistant", """
            Lists the nodes that Home Assistant was told of. Every node that was heard appears there by itself; one that was deleted there stays hidden until
            it is shown again.

            Example: decent-instance home-assistant --json
                     decent-instance home-assistant show hall-board
            """)
        {
            json, One(state, "show", "Shows a node again.", HttpMethod.Put), One(state, "hide", "Takes a node out of Home Assistant.", HttpMethod.Delete),
        };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using var client = new ControlClient(context.Program, context.State);
            var nodes = await client.GetAsync(HttpMethod.Get, "home-assistant", ControlJson.Default.ListHaListing, ct);
            if (parsed.GetValue(json))
                await context.Out.WriteLineAsync(JsonSerializer.Serialize(nodes, ControlJson.Default.ListHaListing));
            else
                context.WriteRows(Columns, nodes.Select(n => (IReadOnlyList<string>)[n.Name, n.Shown ? "shown" : "hidden", n.Device]));
            return CliExit.Ok;
        }));
        return command;
    }

    private static Command One(Option<string> state, string verb, string words, HttpMethod method)
    {
        var name = NodesCommand.Name();
        var command = new Command(verb, words) { name };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using var client = new ControlClient(context.Program, context.State);
            _ = NodesCommand.PathOf(parsed.GetValue(name)!);
            await client.DoAsync(method, $"home-assistant/{parsed.GetValue(name)}", ct);
            return CliExit.Ok;
        }));
        return command;
    }
}
