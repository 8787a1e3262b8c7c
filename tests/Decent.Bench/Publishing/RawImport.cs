using System.Diagnostics;
using Decent.Bench.Measuring;
using Decent.Demo.Cluster;

namespace Decent.Bench.Publishing;

/// <summary>What git alone takes for the same commits: it is fed from a file and makes the branches itself, as durable as ours.</summary>
public sealed record RawImport(double Seconds, long PeakBytes)
{
    /// <summary>Writes a repository's branches as a stream of <c>git fast-export</c>.</summary>
    public static Task ExportAsync(string repository, string stream, CancellationToken ct) =>
        ShellAsync($"git --git-dir='{repository}' fast-export --all --use-done-feature > '{stream}'", null, ct);

    /// <summary>Imports a stream into a new repository with the flags that sync what ours does.</summary>
    public static async Task<RawImport> RunAsync(string stream, string repository, CancellationToken ct)
    {
        await CommandLine.DoAsync("git", ["init", "--quiet", "--bare", repository], ct);
        long peak = 0;
        long start = Stopwatch.GetTimestamp();
        await ShellAsync(
            $"exec git --git-dir='{repository}' -c core.fsync=all -c fastimport.unpackLimit=0 fast-import --quiet --done < '{stream}'",
            async process =>
            {
                await using PeakWatch git = PeakWatch.Of(process.Id);
                await process.WaitForExitAsync(ct);
                peak = git.PeakBytes;
            },
            ct);
        return new RawImport(Stopwatch.GetElapsedTime(start).TotalSeconds, peak);
    }

    private static async Task ShellAsync(string command, Func<Process, Task>? meanwhile, CancellationToken ct)
    {
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", command])) ?? throw new InvalidOperationException("sh does not start.");
        try
        {
            await (meanwhile?.Invoke(process) ?? Task.CompletedTask);
            await process.WaitForExitAsync(ct);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command} ended with {process.ExitCode}.");
        }
    }
}
