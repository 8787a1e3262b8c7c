using System.CommandLine;
using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Backups;
using Decent.Instance.Control;
using Decent.Instance.Git;

namespace Decent.Instance.Cli;

/// <summary><c>backup</c>: all that cannot be made again, in one file, while the instance goes on.</summary>
internal static class BackupCommand
{
    private const int BufferBytes = 1 << 20;

    public static Command Create(Option<string> state)
    {
        var file = new Argument<string>("FILE") { Description = "Where to write it; readable by its user alone, because keys are in it." };
        var force = new Option<bool>("--force") { Description = "Replace FILE when it exists, once the new one is verified." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("backup", """
            Writes repositories, keys, nodes, what was acknowledged and settings into one tar file while the instance goes on, and reads it back before it says
            done. What can be made from these is left out: the index and the content beside git. Restore it with decent-instance restore --from FILE.

            Example: decent-instance backup /mnt/usb/decent-2026-11-28.tar
            """) { file, force, json };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            var record = await RunAsync(context, Path.GetFullPath(parsed.GetValue(file)!), parsed.GetValue(force), parsed.GetValue(json), ct);
            await context.Out.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(record, ControlJson.Default.BackupRecord)
                : $"Backup of {record.Time:yyyy-MM-dd HH:mm:ss'Z'} written and verified: {record.File}, {record.Bytes} bytes");
            return CliExit.Ok;
        }));
        return command;
    }

    private static async Task<BackupRecord> RunAsync(CliContext context, string path, bool force, bool json, CancellationToken ct)
    {
        if (Path.Exists(path) && !force)
            throw new CliException($"{path} exists. Name another file, or replace it with --force.");
        using var client = new ControlClient(context.Program, context.State);
        var draft = path + ".part";
        try
        {
            var time = await FetchAsync(context, client, draft, json, ct);
            var record = new BackupRecord { File = path, Bytes = await VerifyAsync(context, draft, json, ct), Time = time };
            File.Move(draft, path, overwrite: force);
            FolderSync.Sync(Path.GetDirectoryName(path)!);
            await client.LinesAsync("backup/kept", record, ControlJson.Default.BackupRecord, ControlJson.Default.BackupRecord, _ => { },
                $"The backup {path} is whole, but the daemon stopped before it noted that.", ct);
            return record;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            throw new CliException($"There is no backup {path}: {e.Message}", e);
        }
        catch (BackupDamagedException e)
        {
            throw new CliException($"There is no backup {path}: {e.Message} The daemon's log says why it stopped, if it did.", e);
        }
        finally
        {
            if (File.Exists(draft))
                File.Delete(draft);
        }
    }

    private static async Task<DateTimeOffset> FetchAsync(CliContext context, ControlClient client, string draft, bool json, CancellationToken ct)
    {
        // A disk that refuses is found before the daemon has begun anything.
        await using var file = PrivateFile.Create(draft);
        using var response = await client.BytesAsync("backup", ct);
        var about = Number(response, BackupEndpoints.BytesHeader);
        await using var from = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[BufferBytes];
        for (int n; (n = await from.ReadAsync(buffer, ct)) > 0;)
        {
            await file.WriteAsync(buffer.AsMemory(0, n), ct);
            Tell(context, json, $"{file.Length >> 20} of about {about >> 20} MiB written");
        }
        file.Flush(flushToDisk: true);
        return DateTimeOffset.FromUnixTimeMilliseconds(Number(response, BackupEndpoints.TimeHeader));
    }

    /// <summary>Reads back what was written; its size.</summary>
    private static async Task<long> VerifyAsync(CliContext context, string draft, bool json, CancellationToken ct)
    {
        await using var file = File.OpenRead(draft);
        await BackupReader.ReadAsync(file, _ => Stream.Null, bytes => Tell(context, json, $"{bytes >> 20} of {file.Length >> 20} MiB verified"), ct);
        Tell(context, json, "");
        return file.Length;
    }

    private static void Tell(CliContext context, bool json, string text)
    {
        if (context.IsTerminal && !json)
            context.Out.Write($"\r{text}\e[K");
    }

    private static long Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) && long.TryParse(values.First(), out var number)
            ? number
            : throw new CliException("The daemon's answer is no backup. Is it of another version?");
}
