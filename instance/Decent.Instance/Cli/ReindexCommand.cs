using System.CommandLine;
using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Control;

namespace Decent.Instance.Cli;

/// <summary><c>reindex</c>: the index is made anew from git.</summary>
internal static class ReindexCommand
{
    private const string Interrupted = "The daemon stopped before the new index was complete; the old one goes on. Start it and call again.";

    public static Command Create(Option<string> state)
    {
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("reindex", """
            Makes the index of versions and blocks anew from the repositories alone, while the instance goes on. It answers the same afterwards: this is for
            repositories that were changed by hand or restored. A daemon that finds no index makes one at its start.

            Example: decent-instance reindex
            """) { json };
        command.SetAction(InstanceCli.Program.Action(state, (context, parsed, ct) => RunAsync(context, parsed.GetValue(json), ct)));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, bool json, CancellationToken ct)
    {
        using var client = new ControlClient(context.Program, context.State);
        var terminal = context.IsTerminal && !json;
        ReindexLine? last = null;
        await client.LinesAsync("reindex", new ReindexRequest(), ControlJson.Default.ReindexRequest, ControlJson.Default.ReindexLine, line =>
        {
            last = line;
            if (terminal && line.Progress is { } progress)
                context.Out.Write($"\r{progress.Resources} of {progress.ResourcesTotal} resources\e[K");
        }, Interrupted, ct);
        if (terminal)
            context.Out.Write("\r\e[K");
        if (last?.Resources is null)
            throw new CliException(last?.Problem is { } problem ? $"There is no new index, the old one goes on: {problem}" : Interrupted);
        context.Out.WriteLine(json
            ? JsonSerializer.Serialize(last, ControlJson.Default.ReindexLine)
            : $"Indexed {last.Resources} resources in {last.ElapsedMs / 1000.0:0.0} s"
                + (last.Lost > 0 ? $"; {last.Lost} acknowledged versions are missing from git: the log names them" : ""));
        return CliExit.Ok;
    }
}
