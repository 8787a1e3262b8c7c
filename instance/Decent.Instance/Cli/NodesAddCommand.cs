using System.CommandLine;
using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Control;

namespace Decent.Instance.Cli;

/// <summary><c>nodes add</c> and <c>nodes rotate</c>: credentials for one node, and a board's configuration with them.</summary>
internal static class NodesAddCommand
{
    public static Command Create(Option<string> state) => Create(state, "add", "", """
        Lets a node in and prints its credentials as JSON. They are shown this once: keep them in a file.
        With --board-config it writes what an ESP32 board is told, and beside it what nanoff needs to put that on the board.

        Example: decent-instance nodes add kitchen-pi > kitchen-pi.json
        Example: decent-instance nodes add --mac 24:0A:C4:01:02:03 --board-config hall-board.config > hall-board.json
        Example: decent-instance nodes add hall-board --board esp32-8mb --board-config hall-board.config > hall-board.json
        """);

    public static Command CreateRotate(Option<string> state) => Create(state, "rotate", "/rotate", """
        Makes a node's credentials anew, secret and key, and prints them as JSON. The old ones are refused from then on, and the node's connection ends:
        it comes back when it is started with the new ones. Its history and settings stay.

        Example: decent-instance nodes rotate kitchen-pi > kitchen-pi.json
        Example: decent-instance nodes rotate hall-board --board-config hall-board.config --force > hall-board.json
        """);

    private static Command Create(Option<string> state, string verb, string leaf, string description)
    {
        var name = NodesCommand.Name();
        name.Arity = ArgumentArity.ZeroOrOne;
        var options = new BoardConfigOptions();
        var command = options.AddTo(new Command(verb, description) { name }, name);
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            var node = options.NameOf(parsed, name);
            var path = NodesCommand.PathOf(node) + leaf;
            var board = options.Read(parsed);
            // Credentials are shown once, so all that can be wrong is found before they are made.
            board?.Check(node);
            using var client = new ControlClient(context.Program, context.State);
            var credentials = await client.GetAsync(HttpMethod.Post, path, ControlJson.Default.NodeCredentials, ct);
            await context.Out.WriteLineAsync(JsonSerializer.Serialize(credentials, ControlJson.Default.NodeCredentials));
            if (board is not null)
                await context.Error.WriteLineAsync(board.Write(credentials));
            return CliExit.Ok;
        }));
        return command;
    }
}
