using Decent.Demo.Cluster;

namespace Decent.Bench.Serving;

/// <summary>An edge without an instance, on a state folder that may already hold content.</summary>
public static class EdgeProcess
{
    /// <summary>Returns when it listens.</summary>
    public static Task<Daemon> StartAsync(string state, string address, int lanPort, CancellationToken ct) => Daemon.StartAsync(
        Programs.Edge,
        ["run", "--state", state, "--name", "bench-edge", "--listen", $"{address}:0", "--lan", $"{address}/8", "--lan-port", $"{lanPort}"],
        "listening on",
        ct);

    /// <summary>Where it serves HTTP.</summary>
    public static Uri Address(Daemon edge) =>
        new(edge.ReadyLine[edge.ReadyLine.IndexOf("http://", StringComparison.Ordinal)..].Split(' ')[0]);
}
