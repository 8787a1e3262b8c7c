using System.CommandLine;
using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Control;
using Decent.Instance.Publishing.Tidying;

namespace Decent.Instance.Cli;

/// <summary><c>gc</c>: repositories are tidied now.</summary>
internal static class GcCommand
{
    private const string Interrupted = "The daemon stopped before it was done. Start it and call again: what is tidied stays so.";

    private static readonly string[] Columns = ["tenant", "bytes before", "bytes after", "packs", "refs in files", "unreachable"];

    public static Command Create(Option<string> state)
    {
        var olderThan = new Option<double>("--older-than")
        {
            Description = $"Remove what no branch has reached for so long. Default {GcRules.HoursDefault}.",
            HelpName = "HOURS",
            DefaultValueFactory = _ => GcRules.HoursDefault,
        };
        olderThan.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= GcRules.HoursMax))
                result.AddError($"--older-than is a number of hours from 0 to {GcRules.HoursMax}.");
        });
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what there is and change nothing." };
        var json = new Option<bool>("--json") { Description = "Print a line of JSON for each tenant." };
        var command = new Command("gc", """
            Tidies the repositories now: packs and refs are put together, the history of _info is shortened, and objects that a publication left when it was
            cut off are removed once they are old enough. Nothing that a branch reaches is ever removed. The instance goes on; publications of a tenant wait
            while its packs are put together. Packs and refs are put together without this too, when there are many of them.

            Example: decent-instance gc --dry-run
                     decent-instance gc --older-than 2
            """) { olderThan, dryRun, json };
        command.SetAction(InstanceCli.Program.Action(state, (context, parsed, ct) => RunAsync(
            context, new GcRequest { OlderThanHours = parsed.GetValue(olderThan), DryRun = parsed.GetValue(dryRun) }, parsed.GetValue(json), ct)));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, GcRequest request, bool json, CancellationToken ct)
    {
        using var client = new ControlClient(context.Program, context.State);
        var terminal = context.IsTerminal && !json;
        var done = new List<TidyReport>();
        GcLine? last = null;
        await client.LinesAsync("gc", request, ControlJson.Default.GcRequest, ControlJson.Default.GcLine, line =>
        {
            last = line;
            if (terminal && line.Begins is { } tenant)
                context.Out.Write($"\r{tenant} ({done.Count} tenants done)\e[K");
            if (line.Done is not { } report)
                return;
            done.Add(report);
            if (json)
                context.Out.WriteLine(JsonSerializer.Serialize(report, ControlJson.Default.TidyReport));
        }, Interrupted, ct);
        if (terminal)
            context.Out.Write("\r\e[K");
        if (!json && done.Count > 0)
            context.WriteRows(Columns, done.Select(Row));
        if (last?.ElapsedMs is not { } elapsed)
            throw new CliException(last?.Problem is { } problem ? $"{problem} 'decent-instance fsck' says what is damaged." : Interrupted);
        if (!json)
            context.Out.WriteLine(Sentence(done, request.DryRun, elapsed));
        return CliExit.Ok;
    }

    private static string[] Row(TidyReport report) =>
    [
        report.Tenant, $"{report.Before.Bytes}", report.After is { } after ? $"{after.Bytes}" : "-", Change(report.Before.Packs, report.After?.Packs),
        Change(report.Before.LooseRefs, report.After?.LooseRefs), $"{report.Unreachable} objects, {report.UnreachableBytes} bytes",
    ];

    private static string Change(int before, int? after) => after is null ? $"{before}" : $"{before} to {after}";

    private static string Sentence(List<TidyReport> done, bool dryRun, long elapsedMs) => dryRun
        ? $"Nothing was changed: {done.Sum(r => r.Unreachable)} objects are unreachable, {done.Sum(r => r.UnreachableBytes)} bytes"
        : $"Tidied {done.Count} tenants in {elapsedMs / 1000.0:0.0} s: {done.Sum(r => r.Before.Bytes)} bytes before, "
            + $"{done.Sum(r => r.After?.Bytes)} after";
}
