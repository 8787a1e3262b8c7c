using Decent.Firmware.Host.Ports;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>Twenty boards on one LAN with one edge, one broker and one instance.</summary>
public sealed class TwentyBoardsTests(ITestOutputHelper output)
{
    private const int Count = 20;

    /// <summary>What a node may differ by between two times: a text that is longer, an array that has grown to its bound.</summary>
    private const int NodeBytesMax = 240;

    /// <summary>What is on its way when a process is weighed comes and goes; what is kept grows in every window.</summary>
    private const int WindowBytesMax = 1_000;

    private const int WindowsBytesMax = 10_000;

    [Fact]
    public void Ten_minutes_of_questions_leave_no_growth_in_memory()
    {
        using var lan = new CrowdedLan(Count);
        var weights = Weigh(lan);
        Assert.All(BoardGrowth(weights), bytes => Assert.InRange(bytes, -NodeBytesMax, NodeBytesMax));
        Assert.InRange(weights[^1].Edge - weights[0].Edge, -NodeBytesMax, NodeBytesMax);
        var windows = ProcessGrowth(weights);
        Assert.True(windows.Min() < WindowBytesMax && windows.Sum() < WindowsBytesMax);
        Assert.All(weights, w => Assert.InRange(w.Pending, 0, 4 * Count));
        EverybodyHadWork(lan);
    }

    [Fact]
    public void A_board_that_keeps_sixteen_bytes_now_and_then_would_be_found()
    {
        using var lan = new CrowdedLan(4, i => i == 2 ? new LeakingHmac() : new HostHmac());
        var weights = Weigh(lan);
        Assert.True(BoardGrowth(weights) is [0, > 10 * NodeBytesMax, 0, 0]);
        Assert.True(ProcessGrowth(weights).Min() > WindowBytesMax);
    }

    private static void EverybodyHadWork(CrowdedLan lan)
    {
        Assert.All(lan.Boards, b => Assert.True(b.Node!.IsOnBus && b.Bus!.InboxMost <= 8 && b.Node.Given!.Haves > 0 && b.Node.BlocksHeld >= 18));
        Assert.Equal((Count + 1, Count), (lan.Broker.Connected, lan.Broker.Retained));
        Assert.Equal(Count, lan.Instance.Opened.Count);
        Assert.True(lan.Neighbour.Answered > lan.Neighbour.Asked * 3 / 4);
        Assert.True(lan.Boards.Sum(b => (long)b.Node!.Given!.BlocksServed) > 1_000 && lan.Edge.Responder.Counts.BlocksServed > 100);
        Assert.True(lan.Http.BlocksGiven > 1_000);
    }

    /// <summary>At minutes 4, 6, 8 and 10.</summary>
    private List<Weights> Weigh(CrowdedLan lan)
    {
        List<Weights> weights = [.. Enumerable.Range(2, 4).Select(i => lan.Weigh(i * 2 * WeekPlan.MinuteMs))];
        var (early, late) = (weights[0], weights[^1]);
        output.WriteLine($"boards {early.Boards.Min():N0} to {early.Boards.Max():N0} bytes at minute 4, "
            + $"growth until 10: {string.Join(' ', BoardGrowth(weights))}; "
            + $"edge {early.Edge:N0} bytes, growth {late.Edge - early.Edge}");
        output.WriteLine($"process {early.Process:N0} bytes without flash, growth of three windows {string.Join(' ', ProcessGrowth(weights))}; "
            + $"events planned {string.Join(' ', weights.Select(w => w.Pending))}");
        output.WriteLine($"{lan.Neighbour.Asked} questions, {lan.Neighbour.Answered} answered; {lan.Boards.Sum(b => b.Node!.BlocksHeld)} blocks held; given "
            + $"{lan.Boards.Sum(b => (long)b.Node!.Given!.BlocksServed)} by boards, {lan.Edge.Responder.Counts.BlocksServed} by the edge, "
            + $"{lan.Http.BlocksGiven} over HTTP");
        return weights;
    }

    private static List<int> BoardGrowth(List<Weights> weights) => [.. weights[^1].Boards.Zip(weights[0].Boards, (late, early) => late - early)];

    private static List<long> ProcessGrowth(List<Weights> weights) => [.. weights.Skip(1).Zip(weights, (late, early) => late.Process - early.Process)];
}
