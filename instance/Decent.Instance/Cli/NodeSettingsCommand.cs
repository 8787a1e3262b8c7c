using System.CommandLine;
using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Bootstrap;
using Decent.Instance.Control;

namespace Decent.Instance.Cli;

/// <summary><c>nodes set</c>: what a board is to hold and to give.</summary>
internal static class NodeSettingsCommand
{
    public static Command Create(Option<string> state)
    {
        var name = NodesCommand.Name();
        var blocks = new Option<uint?>("--blocks") { Description = "Small blocks to hold, up to 16384; 0: as many as the board is set to.", HelpName = "N" };
        var offered = new Option<uint?>("--offered")
        {
            Description = "Content bytes a second that it may give to others, 5000 to 100000000; 0: its own setting.", HelpName = "N",
        };
        var hold = new Option<string[]>("--hold")
        {
            Description = "A block to fetch and never evict, by its tag, or a resource's small blocks; may be given more than once, 64 blocks in all.",
            HelpName = "TAG|RESOURCE",
        };
        var release = new Option<bool>("--hold-none") { Description = "Forget what was to be held." };
        var command = new Command("set", """
            Sets what a board is told when it asks for its settings, at its start and then hourly. What is not named stays as it is.

            Example: decent-instance nodes set hall-board --offered 100000 --hold home/website
            """) { name, blocks, offered, hold, release };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            var change = new NodeSettingsChange
            {
                Blocks = parsed.GetValue(blocks),
                Offered = parsed.GetValue(offered),
                Hold = parsed.GetValue(hold) is { Length: > 0 } given ? given : parsed.GetValue(release) ? [] : null,
            };
            await ChangeAsync(context, parsed.GetValue(name)!, change, ct);
            return CliExit.Ok;
        }));
        return command;
    }

    private static async Task ChangeAsync(CliContext context, string name, NodeSettingsChange change, CancellationToken ct)
    {
        using var client = new ControlClient(context.Program, context.State);
        NodeSettings? now = null;
        await client.LinesAsync(
            $"{NodesCommand.PathOf(name)}/settings", change, ControlJson.Default.NodeSettingsChange, ControlJson.Default.NodeSettings, s => now = s,
            "The daemon stopped before it answered. Start it and set it again.", ct);
        await context.Out.WriteLineAsync(JsonSerializer.Serialize(now, ControlJson.Default.NodeSettings!));
    }
}
