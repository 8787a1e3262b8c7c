using System.CommandLine;
using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Checking;
using Decent.Instance.Control;

namespace Decent.Instance.Cli;

/// <summary><c>fsck</c>: whether everything that is kept agrees.</summary>
internal static class FsckCommand
{
    private const string Interrupted = "The daemon stopped in the middle of the check. Start it and call again.";

    public static Command Create(Option<string> state)
    {
        var full = new Option<bool>("--full")
        {
            Description = "Read every object and every small block, not a sample of them: as long as reading all repositories takes.",
        };
        var json = new Option<bool>("--json") { Description = "Print a line of JSON for each finding, and one for what was looked at." };
        var command = new Command("fsck", """
            Checks that git, ledger, index, shards, keys and the content store agree with each other, while the instance goes on. Each finding is one line
            that says what to do. Nothing is changed. The exit code is 1 when anything was found.

            Example: decent-instance fsck
                     decent-instance fsck --full --json
            """) { full, json };
        command.SetAction(InstanceCli.Program.Action(state, (context, parsed, ct) =>
            RunAsync(context, new FsckRequest { Full = parsed.GetValue(full) }, parsed.GetValue(json), ct)));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, FsckRequest request, bool json, CancellationToken ct)
    {
        using var client = new ControlClient(context.Program, context.State);
        var terminal = context.IsTerminal && !json;
        FsckLine? last = null;
        await client.LinesAsync("fsck", request, ControlJson.Default.FsckRequest, ControlJson.Default.FsckLine, line =>
        {
            last = line;
            if (terminal)
                context.Out.Write(line.Progress is { } progress ? $"\r{Text(progress)}\e[K" : "\r\e[K");
            if (line.Finding is { } finding)
                context.Out.WriteLine(json ? JsonSerializer.Serialize(line, ControlJson.Default.FsckLine) : $"{finding.Kind}: {finding.Sentence}");
        }, Interrupted, ct);
        if (last?.Result is not { } result)
            throw new CliException(last?.Problem ?? Interrupted);
        context.Out.WriteLine(json ? JsonSerializer.Serialize(last, ControlJson.Default.FsckLine) : Sentence(result, last.ElapsedMs ?? 0));
        return result.Findings == 0 ? CliExit.Ok : CliExit.Failed;
    }

    private static string Text(FsckProgress progress) =>
        $"{progress.Step} {progress.Tenant}{(progress.Total > 0 ? $", {progress.Done} of {progress.Total} resources" : "")}";

    private static string Sentence(FsckResult result, long elapsedMs) =>
        $"Checked {result.Tenants} tenants, {result.Resources} resources, {result.Versions} versions and {result.Blocks} small blocks in "
        + $"{elapsedMs / 1000.0:0.0} s: {(result.Findings == 0 ? "everything agrees" : $"{result.Findings} findings")}";
}
