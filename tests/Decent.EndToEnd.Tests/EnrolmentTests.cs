using System.Text.Json;
using Decent.Demo.Cluster;

namespace Decent.EndToEnd.Tests;

/// <summary>An edge asks, its code is compared and approved, and it and a board reach the broker over TLS.</summary>
public sealed class EnrolmentTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edge_that_was_approved_by_its_code_and_a_board_reach_their_broker_over_tls()
    {
        using Scratch scratch = new();
        await using InstanceNode instance = new(scratch["i"], "--mqtt-tls");
        await instance.StartAsync(Ct);
        string file = scratch["edge-1.json"];
        await using Daemon asking = await Daemon.StartAsync(
            Programs.Edge, ["enrol", "--instance", instance.Address.ToString(), "--name", "edge-1", "--out", file], "Code ", Ct);
        string code = asking.ReadyLine.Split(' ')[1].TrimEnd('.');
        Assert.Contains($"waiting {code}", await CommandLine.DoAsync(Programs.Instance, ["nodes", "--state", instance.State], Ct));
        await CommandLine.DoAsync(Programs.Instance, ["nodes", "approve", "edge-1", "--state", instance.State], Ct);
        await Until.TrueAsync("the edge has its credentials", () => Task.FromResult(asking.HasExited && File.Exists(file)), Ct);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        int port = FreePort.Udp();
        await using EdgeNode edge = new("edge-1", scratch["e1"], "127.0.0.11", port);
        await edge.StartAsync(file, Ct);
        string config = await instance.AddBoardAsync("board-1", scratch.Path, Ct);
        await using BoardNode board = new("board-1", scratch["b1"], "127.0.0.21", port);
        await board.StartAsync(config, blocks: 24, Ct);
        await Until.TrueAsync("both are alive", async () => (await instance.NodesAsync(Ct)).EnumerateArray().All(IsAlive), Ct);
        Assert.True(File.Exists(Path.Combine(edge.State, "broker-ca.pem")));
        Assert.True(File.Exists(Path.Combine(board.State, "broker-ca.pem")));
    }

    private static bool IsAlive(JsonElement node) => node.GetProperty("state").GetString() == "alive";
}
