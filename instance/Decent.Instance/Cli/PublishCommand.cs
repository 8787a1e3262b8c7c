using Decent.Hosting.Control;
using Decent.Hosting.Cli;
using System.CommandLine;
using System.Text.Json;
using Decent.Instance.Control;
using Decent.Instance.Publishing;

namespace Decent.Instance.Cli;

/// <summary><c>publish</c>: a file or folder becomes the newest version of a resource.</summary>
internal static class PublishCommand
{
    public static Command Create(Option<string> state)
    {
        var path = new Argument<string>("PATH") { Description = "File or folder; the daemon reads it." };
        var name = new Option<string>("--as") { Description = "Id of the resource: tenant/path.", HelpName = "TENANT/PATH", Required = true };
        var json = new Option<bool>("--json") { Description = "Print the new head, or what became of all, as one line of JSON." };
        var each = new Option<bool>("--each")
        {
            Description = "Make each file below the folder PATH a resource of its own, TENANT/PATH/file: all of them at one moment, or none.",
        };
        var command = new Command("publish", """
            Publishes a file or a folder and waits until it is safe on the disk. Content that is the newest version already is not written again.

            Example: decent-instance publish ./website --as home/website
                     decent-instance publish ./maps --each --as home/maps
            """) { path, name, each, json };
        command.SetAction(InstanceCli.Program.Action(state, (context, parsed, ct) =>
        {
            var (source, id) = (Path.GetFullPath(parsed.GetValue(path)!), parsed.GetValue(name)!);
            return parsed.GetValue(each)
                ? BatchRun.PublishAsync(context, new BatchRequest { Folder = source, As = id }, parsed.GetValue(json), ct)
                : PublishAsync(context, new PublishRequest { Path = source, As = id }, parsed.GetValue(json), ct);
        }));
        return command;
    }

    private const string Interrupted =
        "The daemon stopped before it acknowledged the publication. Start it and publish again: what is there already is not written twice.";

    private static async Task<int> PublishAsync(CliContext context, PublishRequest request, bool json, CancellationToken ct)
    {
        using var client = new ControlClient(context.Program, context.State);
        PublishLine? last = null;
        await client.LinesAsync("publish", request, ControlJson.Default.PublishRequest, ControlJson.Default.PublishLine, line =>
        {
            last = line;
            if (line.Bytes is { } bytes && context.IsTerminal && !json)
                context.Out.Write($"\r{bytes >> 20} MiB read");
        }, Interrupted, ct);
        if (context.IsTerminal && !json)
            context.Out.Write("\r\e[K");
        return last?.Outcome switch
        {
            nameof(PublishOutcome.Published) => Done(context, last, json, "Published"),
            nameof(PublishOutcome.Unchanged) => Done(context, last, json, "Unchanged"),
            null => throw new CliException("The daemon stopped before it acknowledged the publication. Start it and publish again."),
            nameof(PublishOutcome.Refused) => throw new CliException($"{request.Path} was not published as '{request.As}': {last.Rule}"),
            _ => throw new CliException($"{request.As} was not published: {last.Rule}"),
        };
    }

    private static int Done(CliContext context, PublishLine last, bool json, string word)
    {
        if (last.Head is not { } head)
            throw new CliException("The daemon's answer has no head. Is it of another version?");
        context.Out.WriteLine(json ? head.GetRawText() : $"{word} {Text(head, "id")} as {Text(head, "label")}, {Text(head, "cid")}");
        return CliExit.Ok;
    }

    private static string Text(JsonElement head, string member) =>
        head.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "-";
}
