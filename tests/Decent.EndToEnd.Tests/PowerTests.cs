using Decent.Demo.Cluster;

namespace Decent.EndToEnd.Tests;

/// <summary>What the instance makes of how an edge's runs end.</summary>
public sealed class PowerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stop_is_graceful_a_loss_of_mains_is_announced_and_a_kill_is_neither()
    {
        // How a run ended must reach the instance within budgets that are too short for a slow disk.
        using Scratch scratch = new(inMemory: true);
        await using Lan lan = await Lan.StartAsync(scratch["n"], edges: 1, boards: 0, blocksPerBoard: 0, Ct);
        EdgeNode edge = lan.Edges[0];
        await JudgedAsync(edge, "none");
        await edge.StopAsync();

        await edge.StartAsync(lan.Credentials(edge.Name), Ct);
        await JudgedAsync(edge, "graceful");
        await CommandLine.DoAsync(Programs.Edge, ["power", "lost", "--state", edge.State], Ct);
        await StateAsync(lan, "power");
        await edge.Daemon.KillAsync();

        await edge.StartAsync(lan.Credentials(edge.Name), Ct);
        await JudgedAsync(edge, "announced");
        await CommandLine.DoAsync(Programs.Edge, ["power", "lost", "--state", edge.State], Ct);
        await CommandLine.DoAsync(Programs.Edge, ["power", "restored", "--state", edge.State], Ct);
        await StateAsync(lan, "alive");
        await edge.Daemon.KillAsync();

        await edge.StartAsync(lan.Credentials(edge.Name), Ct);
        await JudgedAsync(edge, "ungraceful");
    }

    /// <summary>The edge was told, and what it was granted stands on its disk.</summary>
    private static Task JudgedAsync(EdgeNode edge, string verdict) => Until.TrueAsync(
        $"the run before is {verdict}", () => Task.FromResult(edge.Daemon.Output.Contains($"the run before: {verdict}", StringComparison.Ordinal)), Ct);

    private static Task StateAsync(Lan lan, string state) => Until.TrueAsync(
        $"the instance calls it {state}",
        async () => (await lan.Instance.NodesAsync(Ct)).EnumerateArray().Single() is var node && node.GetProperty("state").GetString() == state, Ct);
}
