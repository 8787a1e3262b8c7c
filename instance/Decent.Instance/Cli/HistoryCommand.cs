using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Control;
using Decent.Instance.History;

namespace Decent.Instance.Cli;

/// <summary><c>history</c>: the versions of a resource.</summary>
internal static class HistoryCommand
{
    private const int MaxDefault = 50;

    private const string Interrupted = "The daemon stopped in the middle of the history. Start it and ask again.";

    private static readonly string[] Columns = ["version", "time", "size", "count", "cid", "commit", "remark"];

    public static Command Create(Option<string> state)
    {
        var resource = new Argument<string>("RESOURCE") { Description = "Id of the resource: TENANT/PATH." };
        var json = new Option<bool>("--json") { Description = "Print a line of JSON for each version." };
        var max = new Option<int>("--max")
        {
            Description = $"Newest versions to show; 0 for all. Default {MaxDefault}.", HelpName = "N", DefaultValueFactory = _ => MaxDefault,
        };
        max.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
                result.AddError("--max is 0, for all, or the number of versions to show.");
        });
        var command = new Command("history", """
            Lists the versions of a resource, newest first, as git has them: label, time, content bytes, write count, CID and commit, and whether a version
            brought an older one back. Every version can be the newest again: see 'decent-instance restore --help'.

            Example: decent-instance history home/website
                     decent-instance history home/website --max 0 --json
            """) { resource, json, max };
        command.SetAction(InstanceCli.Program.Action(state, (context, parsed, ct) => RunAsync(
            context, new HistoryRequest { Resource = parsed.GetValue(resource)!, Max = parsed.GetValue(max) }, parsed.GetValue(json), ct)));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, HistoryRequest request, bool json, CancellationToken ct)
    {
        using var client = new ControlClient(context.Program, context.State);
        var rows = new List<IReadOnlyList<string>>();
        HistoryLine? last = null;
        await client.LinesAsync("history", request, ControlJson.Default.HistoryRequest, ControlJson.Default.HistoryLine, line =>
        {
            last = line;
            if (line.Version is not { } version)
                return;
            if (json)
                context.Out.WriteLine(JsonSerializer.Serialize(version, ControlJson.Default.HistoryEntry));
            else if (context.IsTerminal)
                rows.Add(Row(version));
            else
                context.WriteRows(Columns, [Row(version)]);
        }, Interrupted, ct);
        if (last?.More is not { } more)
            throw new CliException(last?.Problem ?? Interrupted);
        if (rows.Count > 0)
            context.WriteRows(Columns, rows);
        if (more && !json)
            await context.Error.WriteLineAsync($"There are older versions: --max 0 shows all of them.");
        return CliExit.Ok;
    }

    private static string[] Row(HistoryEntry version) =>
    [
        version.Label ?? "-", version.Time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-",
        Text(version.Size), Text(version.Count), version.Cid ?? "-", version.Commit, Remark(version),
    ];

    private static string Remark(HistoryEntry version) => version switch
    {
        { Label: null } => "not written by this program",
        { Restores: { } label } => $"restores {label}",
        _ => version.Kind!,
    };

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
