using Decent.Peer.Lookup;
using Decent.World;

namespace Decent.Peer.Tests.Network;

/// <summary>A board stands still for 110 ms while it stores a block. Serving comes first: it waits for 200 ms without a datagram.</summary>
public sealed class EraseTests
{
    private const int EraseMs = 110;
    private const int QuietMs = 200;
    private readonly World.World _world = new(8);
    private readonly ITestOutputHelper _output;
    private readonly WorldPeer _board;
    private readonly WorldAsker _asker;
    private readonly List<WorldBlock> _blocks;
    private long _erasedMs = -1;
    private long _quietMs;

    public EraseTests(ITestOutputHelper output)
    {
        _output = output;
        _world.Network.Link = new LinkOptions { LatencyMs = 4 };
        _board = _world.AddBoard("lamp");
        _asker = _world.AddAsker("asker");
        _blocks = _world.MakeBlocks(64);
        foreach (WorldBlock block in _blocks) _board.Store.Add(block);
    }

    [Fact]
    public void An_insert_that_falls_into_a_burst_waits_for_quiet_and_the_burst_does_not_feel_it()
    {
        long undisturbedMs = Ask();
        _world.Clock.RunTo(2_000);
        _world.Clock.At(2_050, EraseWhenQuiet);
        long burstMs = Ask();
        long endMs = _world.Clock.NowMs;
        _world.Clock.RunTo(3_000);
        _output.WriteLine($"64 blocks in {undisturbedMs} ms, with an insert due {burstMs} ms; it came {_erasedMs - endMs} ms after the burst's end");
        Assert.InRange(burstMs, undisturbedMs - 60, undisturbedMs + 60);
        Assert.InRange(_erasedMs, endMs, endMs + QuietMs);
        Assert.InRange(_quietMs, QuietMs, QuietMs + 1);
    }

    [Fact]
    public void A_burst_that_begins_while_the_board_erases_is_late_by_the_erase_and_no_more()
    {
        long undisturbedMs = Ask();
        _world.Clock.RunTo(2_000);
        _board.Stall(EraseMs);
        long burstMs = Ask();
        Assert.InRange(burstMs, undisturbedMs, undisturbedMs + EraseMs + 60);
        Assert.Equal(0, _board.Overflowed);
    }

    [Fact]
    public void An_erase_in_the_middle_of_a_burst_would_cost_more_than_its_time_but_no_block()
    {
        long undisturbedMs = Ask();
        _world.Clock.RunTo(2_000);
        _world.Clock.At(2_050, () => _board.Stall(EraseMs));
        long burstMs = Ask();
        Assert.InRange(burstMs - undisturbedMs, EraseMs - 60, 2 * EraseMs);
        Assert.Equal(0, _board.Overflowed);
    }

    private long Ask()
    {
        long startMs = _world.Clock.NowMs;
        _asker.Ask(_blocks, instanceReachable: false);
        Assert.True(_world.Clock.RunUntil(() => _asker.IsOver, startMs + 10_000));
        Assert.Equal(LookupStep.Found, _asker.Diary.End);
        return _world.Clock.NowMs - startMs;
    }

    /// <summary>The rule that a board's pull and cache keep.</summary>
    private void EraseWhenQuiet()
    {
        long quietAtMs = _board.HeardMs + QuietMs;
        if (_world.Clock.NowMs < quietAtMs)
        {
            _world.Clock.At(quietAtMs, EraseWhenQuiet);
            return;
        }

        _erasedMs = _world.Clock.NowMs;
        _quietMs = _erasedMs - _board.HeardMs;
        _board.Stall(EraseMs);
    }
}
