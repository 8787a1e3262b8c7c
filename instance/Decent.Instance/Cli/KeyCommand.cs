using System.CommandLine;
using System.Text;
using System.Text.Json;
using Decent.Content;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Keys;

namespace Decent.Instance.Cli;

/// <summary><c>key</c>: what this instance signs with.</summary>
internal static class KeyCommand
{
    private static readonly string[] Columns = ["key", "since", "state", "public key"];

    public static Command Create(Option<string> state) => new("key", """
        The key that this instance signs versions with. Edges pin it through their credentials and believe nothing else.

        Example: decent-instance key show
        """) { Show(state), Rotate(state) };

    private static Command Show(Option<string> state)
    {
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("show", """
            Shows the public keys, oldest first. The last one signs; each of the others has appointed the next.

            Example: decent-instance key show --json
            """) { json };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            var (text, links) = await AskAsync(context, HttpMethod.Get, "keys", ct);
            if (parsed.GetValue(json))
                await context.Out.WriteLineAsync(text);
            else
                context.WriteRows(Columns, links.Select(link => Row(link, link == links[^1])));
            return CliExit.Ok;
        }));
        return command;
    }

    private static Command Rotate(Option<string> state)
    {
        var json = new Option<bool>("--json") { Description = "Print all public keys as one line of JSON." };
        var command = new Command("rotate", """
            Makes a new key, has the old one sign it, and deletes the old one's private part. Nodes that pinned any earlier key follow by themselves.

            Example: decent-instance key rotate
            """) { json };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            var (text, links) = await AskAsync(context, HttpMethod.Post, "keys/rotate", ct);
            await context.Out.WriteLineAsync(parsed.GetValue(json) ? text : $"Signing with {links[^1].Key.Id} from now on");
            return CliExit.Ok;
        }));
        return command;
    }

    private static async Task<(string Text, IReadOnlyList<HeadKeyLink> Links)> AskAsync(CliContext context, HttpMethod method, string path,
        CancellationToken ct)
    {
        using var client = new ControlClient(context.Program, context.State);
        var text = (await client.GetAsync<JsonElement>(method, path, KeysJson.Default.JsonElement, ct)).GetRawText();
        return HeadKeyList.TryParseJson(Encoding.UTF8.GetBytes(text), out var links)
            ? (text, links)
            : throw new CliException("The daemon's answer is no list of keys. Is it of another version?");
    }

    private static IReadOnlyList<string> Row(HeadKeyLink link, bool isCurrent) =>
        [link.Key.Id, link.Since.ToString("yyyy-MM-dd HH:mm'Z'"), isCurrent ? "signs" : "retired", link.Key.Text];
}
