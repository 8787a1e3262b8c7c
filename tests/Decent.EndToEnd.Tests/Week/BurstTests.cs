namespace Decent.EndToEnd.Tests.Week;

/// <summary>
/// Serving comes first: a node that is asked for 64 blocks at once writes no flash before it has been quiet for 200 ms, though a block for its cache has
/// come meanwhile, or its heartbeat is due.
/// </summary>
public sealed class BurstTests(ITestOutputHelper output)
{
    private const int QuietMs = 200;

    /// <summary>The node looks at what is due every 50 ms.</summary>
    private const int StepMs = 50;

    // After the question that nobody else answers: 300 ms for the LAN, then 100 for HTTP. The block comes 50 ms after the burst's first question.
    private const int AskedBeforeMs = 360;

    [Fact]
    public void An_insert_that_falls_into_a_burst_waits_for_quiet_and_the_burst_does_not_feel_it()
    {
        using var scene = new BoardInWorld(8);
        var undisturbedMs = Undisturbed(scene);
        scene.World.Clock.At(20_000 - AskedBeforeMs, () => scene.Question([scene.Wanted], 60, 1));
        var (beganMs, endedMs) = scene.Burst(20_000);
        var insertMs = scene.Board.Commits.First(c => c.OfBlocks && c.AtMs > beganMs - 1_000).AtMs;
        output.WriteLine($"64 blocks in {undisturbedMs} ms, with an insert due {endedMs - beganMs} ms; it came {insertMs - endedMs} ms after the burst's end");
        Assert.Equal(1, scene.Http.BlocksGiven);
        Assert.InRange(endedMs - beganMs, undisturbedMs - 10, undisturbedMs + 10);
        Assert.DoesNotContain(scene.Board.Commits, c => c.AtMs > beganMs - BoardInWorld.CommitMs && c.AtMs < endedMs);
        Assert.InRange(insertMs - endedMs, QuietMs - 10, QuietMs + StepMs);
        Assert.Equal((65, 0), (scene.Board.Node!.BlocksHeld, scene.Board.Overflowed));
    }

    [Fact]
    public void A_heartbeat_that_falls_into_a_burst_waits_for_quiet_too()
    {
        using var scene = new BoardInWorld(8);
        var undisturbedMs = Undisturbed(scene);
        var (beganMs, endedMs) = scene.Burst(59_900);
        var beatMs = scene.Board.Commits.Single(c => !c.OfBlocks && c.AtMs > beganMs - 1_000).AtMs;
        output.WriteLine($"with a heartbeat due {endedMs - beganMs} ms; it came {beatMs - endedMs} ms after the burst's end");
        Assert.InRange(endedMs, 60_100, 60_300);
        Assert.InRange(endedMs - beganMs, undisturbedMs - 10, undisturbedMs + 10);
        Assert.InRange(beatMs - endedMs, QuietMs - 10, QuietMs + StepMs);
    }

    [Fact]
    public void A_node_that_did_not_wait_would_stop_in_the_middle_of_it()
    {
        using var scene = new BoardInWorld(8, options => options.Pull.QuietMs = 0);
        var undisturbedMs = Undisturbed(scene);
        scene.World.Clock.At(20_000 - AskedBeforeMs, () => scene.Question([scene.Wanted], 60, 1));
        var (beganMs, endedMs) = scene.Burst(20_000);
        Assert.Contains(scene.Board.Commits, c => c.OfBlocks && c.AtMs > beganMs && c.AtMs < endedMs);
        Assert.InRange(endedMs - beganMs, undisturbedMs + BoardInWorld.CommitMs - 20, undisturbedMs + 3 * BoardInWorld.CommitMs);
    }

    // The second burst: the first one makes the two acquainted, which costs a jitter.
    private static long Undisturbed(BoardInWorld scene)
    {
        scene.Burst(5_000);
        var (beganMs, endedMs) = scene.Burst(12_000);
        return endedMs - beganMs;
    }
}
