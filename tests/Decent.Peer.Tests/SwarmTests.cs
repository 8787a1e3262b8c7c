using Decent.World;

namespace Decent.Peer.Tests;

public sealed class SwarmTests(ITestOutputHelper output)
{
    private const int SeedsByDefault = 10_000;

    [Fact]
    public void Every_world_keeps_its_promises()
    {
        string? one = Environment.GetEnvironmentVariable("DECENT_SEED");
        if (one != null)
        {
            Swarm.Run(ulong.Parse(one));
            return;
        }

        int seeds = int.TryParse(Environment.GetEnvironmentVariable("DECENT_SEEDS"), out int asked) ? asked : SeedsByDefault;
        long slowestMs = 0;
        int timedOut = 0;
        for (ulong seed = 0; seed < (ulong)seeds; seed++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            SwarmOutcome outcome = Swarm.Run(seed);
            slowestMs = Math.Max(slowestMs, outcome.RecoveryMs);
            if (outcome.Diary.TimedOutAtMs >= 0) timedOut++;
        }

        output.WriteLine($"{seeds} worlds, slowest recovery {slowestMs} ms, {timedOut} callers told 504");
        Assert.InRange(slowestMs, 1, 30_000);
    }
}
