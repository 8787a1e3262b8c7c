using Decent.Peer.Lookup;
using Decent.World;

namespace Decent.Peer.Tests.Network;

/// <summary>
/// What an asker feels of a board that stands still for 110 ms while it stores a block. That a board does not store in the middle of a burst is proven
/// with a real one in Decent.EndToEnd.Tests/Week.
/// </summary>
public sealed class EraseTests
{
    private const int EraseMs = 110;
    private readonly World.World _world = new(8);
    private readonly WorldPeer _board;
    private readonly WorldAsker _asker;
    private readonly List<WorldBlock> _blocks;

    public EraseTests()
    {
        _world.Network.Link = new LinkOptions { LatencyMs = 4 };
        _board = _world.AddBoard("lamp");
        _asker = _world.AddAsker("asker");
        _blocks = _world.MakeBlocks(64);
        foreach (WorldBlock block in _blocks) _board.Store.Add(block);
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
}
