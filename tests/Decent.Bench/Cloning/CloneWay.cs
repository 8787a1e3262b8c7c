using System.Diagnostics;
using Decent.Demo.Cluster;

namespace Decent.Bench.Cloning;

/// <summary>One way in which a person gets one branch.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Prepare">Arguments of a git command that is not measured; empty for none.</param>
/// <param name="Command">Arguments of the one that is.</param>
public sealed record CloneWay(string Name, Func<string, string[]> Prepare, Func<string, string, string, string[]> Command)
{
    /// <summary>What is measured, from the least said by the server to the most.</summary>
    public static IReadOnlyList<CloneWay> All { get; } =
    [
        new("fetch of one branch", to => ["init", "-q", to],
            (url, branch, to) => ["-C", to, "fetch", "-q", "--no-tags", url, $"refs/heads/{branch}:refs/heads/{branch}"]),
        new("clone of a resource's address, beside clone --single-branch", _ => [],
            (url, branch, to) => ["clone", "-q", AddressOf(url, branch), to])
        {
            Stock = (url, branch, to) => ["clone", "-q", "--single-branch", "-b", branch, url, to],
        },
        new("clone --single-branch --server-option=narrow", _ => [],
            (url, branch, to) => ["clone", "-q", "--single-branch", "-b", branch, "--server-option=narrow", url, to]),
        new("clone --single-branch", _ => [],
            (url, branch, to) => ["clone", "-q", "--single-branch", "-b", branch, url, to]),
    ];

    /// <summary>What does the same on a stock server; as <see cref="Command"/> when it is null.</summary>
    public Func<string, string, string, string[]>? Stock { get; init; }

    /// <summary>Seconds that the command took; <paramref name="to"/> is a folder that does not exist yet.</summary>
    public async Task<double> RunAsync(string url, bool isStock, string branch, string to, CancellationToken ct)
    {
        if (Prepare(to) is { Length: > 0 } prepare)
        {
            await CommandLine.DoAsync("git", prepare, ct);
        }

        long start = Stopwatch.GetTimestamp();
        string[] command = (isStock && Stock is not null ? Stock : Command)(url, branch, to);
        await CommandLine.DoAsync("git", ["-c", "protocol.version=2", "-c", "fetch.unpackLimit=1", .. command], ct);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string AddressOf(string repository, string branch) =>
        repository.Replace("_data.git", $"{Uri.UnescapeDataString(branch["r/".Length..])}.git", StringComparison.Ordinal);
}
