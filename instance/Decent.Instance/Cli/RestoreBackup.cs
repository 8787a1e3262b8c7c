using System.Text.Json;
using Decent.Hosting;
using Decent.Hosting.Cli;
using Decent.Instance.Backups;
using Decent.Instance.Git;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Cli;

/// <summary><c>restore --from</c>: an instance from its backup.</summary>
internal static class RestoreBackup
{
    public static async Task<int> RunAsync(CliContext context, string from, string folder, bool json, CancellationToken ct)
    {
        var result = await RestoreAsync(context, from, folder, json, ct);
        await context.Out.WriteLineAsync(json ? JsonSerializer.Serialize(result, BackupJson.Default.RestoreResult) : $"""
            Restored {result.Instance} as of {result.Time:yyyy-MM-dd HH:mm:ss'Z'} into {folder}.
            {result.Files} files with {result.Bytes} bytes and {result.Repositories} repositories, all verified.
            Its settings lie in {Path.Combine(folder, BackupFormat.Configuration)}.
            Start it with: decent-instance run --state {folder} --config {Path.Combine(folder, BackupFormat.Configuration)}
            """);
        return CliExit.Ok;
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
