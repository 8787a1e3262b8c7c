using Decent.Demo.Cluster;

namespace Decent.Bench.Serving;

/// <summary>An edge without an instance, on a state folder that may already hold content.</summary>
public static class EdgeProcess
{
    /// <summary>Long enough for an index of many files to be made anew.</summary>
    private static readonly TimeSpan StartBudget = TimeSpan.FromMinutes(10);

    /// <summary>Returns when it listens.</summary>
    public static Task<Daemon> StartAsync(string state, string address, int lanPort, CancellationToken ct, params string[] more) => Daemon.StartAsync(
        Programs.Edge,
        ["run", "--state", state, "--name", "bench-edge", "--listen", $"{address}:0", "--lan", $"{address}/8", "--lan-port", $"{lanPort}", .. more],
        "listening on",
        StartBudget,
        ct);

    /// <summary>Where it serves HTTP.</summary>
    public static Uri Address(Daemon edge) =>
        new(edge.ReadyLine[edge.ReadyLine.IndexOf("http://", StringComparison.Ordinal)..].Split(' ')[0]);
}
