using System.CommandLine;
using System.Text.Json;
using Decent.Hosting;
using Decent.Hosting.Cli;
using Decent.Instance.Backups;
using Decent.Instance.Git;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Cli;

/// <summary><c>restore --from</c>: an instance from its backup.</summary>
internal static class RestoreCommand
{
    public static Command Create(Option<string> state)
    {
        var from = new Option<string>("--from") { Description = "The backup; - reads it from standard input.", HelpName = "FILE", Required = true };
        var data = new Option<string?>("--data") { Description = "Empty folder for it. Default: the state folder.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("restore", """
            Restores a backup into an empty data folder, on this machine or another one. Every hash is verified and git walks every repository before it says
            done; until then nothing is in its place. Then start the daemon on the folder: it makes its index and answers as before.
            Two daemons of one identity must not run at once.

            Example: decent-instance restore --from decent-2026-11-28.tar --data /var/lib/decent-instance
            """) { from, data, json };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            var folder = parsed.GetValue(data) is { Length: > 0 } given ? Path.GetFullPath(given) : context.State;
            var result = await RestoreAsync(context, parsed.GetValue(from)!, folder, parsed.GetValue(json), ct);
            await context.Out.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(result, BackupJson.Default.RestoreResult) : $"""
                Restored {result.Instance} as of {result.Time:yyyy-MM-dd HH:mm:ss'Z'} into {folder}.
                {result.Files} files with {result.Bytes} bytes and {result.Repositories} repositories, all verified.
                Its settings lie in {Path.Combine(folder, BackupFormat.Configuration)}.
                Start it with: decent-instance run --state {folder} --config {Path.Combine(folder, BackupFormat.Configuration)}
                """);
            return CliExit.Ok;
        }));
        return command;
    }

    private static async Task<RestoreResult> RestoreAsync(CliContext context, string from, string folder, bool json, CancellationToken ct)
    {
        var target = new RestoreFolder(folder);
        if (target.Refusal() is { } refusal)
            throw new CliException(refusal);
        try
        {
            await using var file = from == "-" ? Console.OpenStandardInput() : File.OpenRead(from);
            if (!StateFolder.TryLock(folder, out var held, out var rule))
                throw new CliException(rule);
            using (held)
            {
                var git = new GitExecutable(new GitOptions(), TimeProvider.System, NullLogger<GitExecutable>.Instance);
                var result = await new BackupRestore(target, git).RunAsync(file, folder, step => Tell(context, json, step), ct);
                Tell(context, json, "");
                return result;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or GitException or InvalidOperationException or BackupDamagedException)
        {
            throw new CliException($"Nothing was restored from {from}: {e.Message}", e);
        }
    }

    private static void Tell(CliContext context, bool json, string step)
    {
        if (context.IsTerminal && !json)
            context.Out.Write($"\r{step}\e[K");
    }
}
