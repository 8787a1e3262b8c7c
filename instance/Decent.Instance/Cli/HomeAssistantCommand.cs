using System.CommandLine;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;

namespace Decent.Instance.Cli;

/// <summary><c>home-assistant</c>: which nodes are shown there.</summary>
internal static class HomeAssistantCommand
{
    public static Command Create(Option<string> state) => new("home-assistant", """
        Every node that was heard appears in Home Assistant by itself. One that was deleted there stays hidden until it is shown again.

        Example: decent-instance home-assistant show hall-board
        """) { One(state, "show", "Shows a node again.", HttpMethod.Put), One(state, "hide", "Takes a node out of Home Assistant.", HttpMethod.Delete) };

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
