using System.CommandLine;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Control;
using Decent.Instance.Watching;
using Decent.Protocol;

namespace Decent.Instance.Cli;

/// <summary><c>watch</c>: every frame on the bus as a line of JSON.</summary>
internal static class WatchCommand
{
    public static Command Create(Option<string> state)
    {
        var node = new Argument<string?>("NODE") { Description = "Only this node; without it the whole tree.", Arity = ArgumentArity.ZeroOrOne };
        // As on every other listing: here there is nothing else.
        var json = new Option<bool>("--json") { Description = "Print JSON, which it always does." };
        var command = new Command("watch", """
            Prints each message on the bus as one line of JSON until it is stopped (Ctrl+C): first what the broker has kept, marked retained, then what comes.
            Keys of runs are not shown.

            Example: decent-instance watch hall-board
                     decent-instance watch | jq 'select(.frame == "delta")'
            """) { node, json };
        command.SetAction(InstanceCli.Program.Action(state, (context, parsed, ct) => RunAsync(context, parsed.GetValue(node), ct)));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, string? node, CancellationToken ct)
    {
        if (node is not null && !NodeName.IsValid(node))
            throw new CliException(InstanceName.Rule);
        using var client = new ControlClient(context.Program, context.State);
        try
        {
            await client.LinesAsync(
                "watch", new WatchRequest { Node = node }, ControlJson.Default.WatchRequest, ControlJson.Default.JsonElement,
                line =>
                {
                    context.Out.WriteLine(line.GetRawText());
                    context.Out.Flush();
                },
                "The daemon stopped; what was printed is all that passed.", ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl+C is how this ends.
        }
        return CliExit.Ok;
    }
}
