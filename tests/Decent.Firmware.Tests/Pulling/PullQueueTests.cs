using Decent.Firmware.Pulling;
using Decent.Firmware.Tests.Fakes;

namespace Decent.Firmware.Tests.Pulling;

public sealed class PullQueueTests
{
    private readonly PullQueue _queue = new();

    [Fact]
    public void A_block_that_was_given_up_has_one_try_in_24_lists()
    {
        Assert.True(_queue.TryHold(TagOf(1), 0));
        Assert.Equal(5, Try(TagOf(1)));
        for (var day = 0; day < 3; day++)
        {
            for (var list = 0; list < 23; list++)
            {
                Assert.True(_queue.TryHold(TagOf(1), 0));
                Assert.Equal(0, _queue.Count);
            }

            Assert.True(_queue.TryHold(TagOf(1), 0));
            Assert.Equal(1, Try(TagOf(1)));
        }
    }

    [Fact]
    public void A_command_brings_back_at_once_what_was_given_up()
    {
        Assert.True(_queue.TryHold(TagOf(1), 0));
        Try(TagOf(1));
        Assert.True(_queue.TryAdd(TagOf(1), 0, false));
        Assert.Equal(5, Try(TagOf(1)));
    }

    [Fact]
    public void What_was_given_up_takes_nobodys_place()
    {
        for (var i = 0; i < PullQueue.SlotsMax; i++) Assert.True(_queue.TryHold(TagOf(i), 0));
        for (var i = 0; i < PullQueue.SlotsMax; i++) Try(TagOf(i));
        Assert.Equal(0, _queue.Count);
        for (var i = 100; i < 100 + PullQueue.SlotsMax; i++) Assert.True(_queue.TryHold(TagOf(i), 0));
        Assert.False(_queue.TryHold(TagOf(999), 0));
        for (var i = 100; i < 100 + PullQueue.SlotsMax; i++)
        {
            var tag = new byte[16];
            Assert.True(_queue.TryPeek(tag, out var pinned) && pinned);
            Assert.Equal(TagOf(i), tag);
            _queue.Remove(tag, 0);
        }

        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void What_is_not_wanted_any_more_is_forgotten_and_begins_anew()
    {
        Assert.True(_queue.TryHold(TagOf(1), 0));
        Try(TagOf(1));
        _queue.Remove(TagOf(1), 0);
        Assert.True(_queue.TryHold(TagOf(1), 0));
        Assert.Equal(5, Try(TagOf(1)));
    }

    [Fact]
    public void Any_order_of_calls_keeps_each_tag_once_and_those_that_wait_in_their_order()
    {
        Peer.Rng rng = new(11);
        List<int> waiting = [];
        for (var step = 0; step < 20_000; step++)
        {
            var number = rng.Below(100);
            if (rng.Below(3) == 0)
            {
                _queue.Remove(TagOf(number), 0);
                waiting.Remove(number);
            }
            else if (_queue.TryAdd(TagOf(number), 0, false))
            {
                if (!waiting.Contains(number)) waiting.Add(number);
            }
            else
            {
                Assert.Equal(PullQueue.SlotsMax, waiting.Count);
            }

            if (rng.Below(4) == 0 && waiting.Count > 0)
            {
                var first = waiting[0];
                waiting.RemoveAt(0);
                _queue.Postpone(TagOf(first));
                if (_queue.Count > waiting.Count) waiting.Add(first);
            }

            Assert.Equal(waiting.Count, _queue.Count);
            var tag = new byte[16];
            Assert.Equal(waiting.Count > 0, _queue.TryPeek(tag, out _));
            if (waiting.Count > 0) Assert.Equal(TagOf(waiting[0]), tag);
        }
    }

    private static byte[] TagOf(int number) => Some.TagOf(BitConverter.GetBytes(number));

    // How often it was tried before it was given up.
    private int Try(byte[] tag)
    {
        var tries = 0;
        for (var before = _queue.Count; _queue.Count == before && tries < 10; tries++) _queue.Postpone(tag);
        return tries;
    }
}
