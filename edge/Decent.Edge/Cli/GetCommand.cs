using System.CommandLine;
using System.Text.Json;
using Decent.Content;
using Decent.Content.Import;
using Decent.Edge.Control;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;

namespace Decent.Edge.Cli;

/// <summary><c>get</c>: a resource through this edge, its bytes checked against their CIDs once more where they arrive.</summary>
internal static class GetCommand
{
    public static Command Create(Option<string> state)
    {
        Argument<string> id = Resource();
        Option<string?> output = new("--out")
        {
            Description = "File or folder to write; '-' for standard output. Without it the content stays in the cache.",
            HelpName = "PATH",
        };
        Option<bool> json = new("--json") { Description = "Print one line of JSON." };
        Command command = new("get", """
            Fetches the newest version of a resource through the running edge and tells which way its bytes came.

            Example: decent-edge get home/website --out website
            """) { id, output, json };
        command.SetAction(EdgeCli.Program.Action(state, (context, parsed, ct) =>
            GetAsync(context, parsed.GetValue(id)!, parsed.GetValue(output), parsed.GetValue(json), ct)));
        return command;
    }

    internal static Argument<string> Resource() => new("RESOURCE") { Description = "tenant/path" };

    /// <summary>A resource's id as a path of the control socket.</summary>
    internal static string PathOf(string id) => string.Join('/', id.Split('/').Select(Uri.EscapeDataString));

    private static async Task<int> GetAsync(CliContext context, string id, string? output, bool json, CancellationToken ct)
    {
        using ControlClient client = new(context.Program, context.State);
        GetAnswer answer = await client.GetAsync(HttpMethod.Get, $"get/{PathOf(id)}", EdgeJson.Default.GetAnswer, ct);
        if (answer.Outcome == "Found" && output is not null)
        {
            await WriteAsync(client, answer, output, ct);
        }

        if (output != "-")
        {
            await context.Out.WriteLineAsync(json ? JsonSerializer.Serialize(answer, EdgeJson.Default.GetAnswer) : Line(id, answer));
        }

        return answer.Outcome == "Found" ? CliExit.Ok : CliExit.Failed;
    }

    internal static string Line(string id, GetAnswer answer) => answer.Outcome == "Found"
        ? $"{id}: {answer.Path}; {answer.ElapsedMs} ms; bytes cache={answer.CacheBytes} peers={answer.PeersBytes} instance={answer.InstanceBytes}; {answer.Cid}"
        : $"{id}: {answer.Outcome}: {answer.Reason} ({answer.Path})";

    private static async Task WriteAsync(ControlClient client, GetAnswer answer, string output, CancellationToken ct)
    {
        if (output == "-" && answer.Folder)
        {
            throw new CliException("A folder cannot go to standard output: name a folder with --out.");
        }

        foreach (GetFile file in answer.Files)
        {
            if (output == "-")
            {
                await using Stream standard = Console.OpenStandardOutput();
                await CopyAsync(client, file, standard, ct);
                continue;
            }

            // A name appears only with the right bytes behind it.
            string path = answer.Folder ? Path.Combine(output, file.Path) : output;
            string unfinished = path + ".unfinished";
            await using (Stream target = Create(unfinished))
            {
                await CopyAsync(client, file, target, ct);
            }

            Finish(unfinished, path);
        }
    }

    private static async Task CopyAsync(ControlClient client, GetFile file, Stream target, CancellationToken ct)
    {
        try
        {
            using HttpResponseMessage response = await client.BytesAsync($"ipfs/{file.Cid}", ct);
            await using Stream body = await response.Content.ReadAsStreamAsync(ct);
            if (!Cid.TryParse(file.Cid, out Cid expected) || await FileCid.CopyAsync(body, file.Size, target, ct) != expected)
            {
                throw new CliException($"{file.Path}: the bytes that arrived do not have the CID {file.Cid}. Try again.");
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw new CliException($"{file.Path}: the transfer broke off ({error.Message}). Try again.", error);
        }
    }

    private static void Finish(string unfinished, string path)
    {
        try
        {
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path} cannot be written: {error.Message}", error);
        }
    }

    private static FileStream Create(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new FileStream(path, FileMode.Create, FileAccess.Write);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path} cannot be written: {error.Message}", error);
        }
    }
}
