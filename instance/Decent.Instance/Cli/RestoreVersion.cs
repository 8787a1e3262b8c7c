using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Control;
using Decent.Instance.History;

namespace Decent.Instance.Cli;

/// <summary><c>restore RESOURCE</c>: an older version's content becomes the newest version.</summary>
internal static class RestoreVersion
{
    private const string Interrupted =
        "The daemon stopped before it acknowledged the restoration. Start it and call again: what is restored already is not written twice.";

    public static async Task<int> RunAsync(CliContext context, RestoreRequest request, bool json, CancellationToken ct)
    {
        using var client = new ControlClient(context.Program, context.State);
        var terminal = context.IsTerminal && !json;
        RestoreLine? last = null;
        await client.LinesAsync("restore", request, ControlJson.Default.RestoreRequest, ControlJson.Default.RestoreLine, line =>
        {
            last = line;
            if (terminal && line.Progress is { } progress)
                context.Out.Write($"\r{progress.Bytes >> 20} of {progress.BytesTotal >> 20} MiB read\e[K");
        }, Interrupted, ct);
        if (terminal)
            context.Out.Write("\r\e[K");
        if (last?.Outcome is null)
            throw new CliException(Interrupted);
        if (last.Head is not { } head)
            throw new CliException($"{request.Resource} was not restored: {last.Rule}");
        context.Out.WriteLine(json ? JsonSerializer.Serialize(last, ControlJson.Default.RestoreLine) : Sentence(request, last, head));
        return CliExit.Ok;
    }

    private static string Sentence(RestoreRequest request, RestoreLine last, JsonElement head)
    {
        var (label, cid, size) = (Text(head, "label"), Text(head, "cid"), head.GetProperty("size").GetInt64());
        return last.Outcome switch
        {
            nameof(RestoreOutcome.Restored) => $"Restored {request.Resource} as {label}, which is {request.Version} again, {cid}",
            nameof(RestoreOutcome.Possible) => $"Would restore {request.Resource} from {label}: {last.Files} files, {size} bytes, {cid}; nothing was written",
            _ => $"Unchanged {request.Resource}: {label} is the newest and has the content of {request.Version}, {cid}",
        };
    }

    private static string Text(JsonElement head, string member) => head.GetProperty(member).GetString() ?? "-";
}
