using Decent.Peer.Answering;

namespace Decent.Peer.Tests.Answering;

public sealed class DelayedAnswersTests
{
    private readonly SentDatagrams _port = new();

    [Fact]
    public void Answers_go_out_when_due_and_once()
    {
        DelayedAnswers delayed = new(4, 8);
        Assert.True(delayed.TryAdd(30, 1, 10, [3], 1));
        Assert.True(delayed.TryAdd(10, 2, 20, [1], 1));
        Assert.Equal(10, delayed.Send(9, _port));
        Assert.Equal(30, delayed.Send(10, _port));
        Assert.Equal(long.MaxValue, delayed.Send(40, _port));
        Assert.Equal(long.MaxValue, delayed.Send(99, _port));
        Assert.Equal([(2u, (byte)1), (1u, (byte)3)], _port.Sent.Select(one => (one.To.Address, one.Bytes[0])));
    }

    [Fact]
    public void When_all_slots_are_taken_the_answer_is_not_given()
    {
        DelayedAnswers delayed = new(2, 8);
        Assert.True(delayed.TryAdd(1, 1, 1, [1], 1));
        Assert.True(delayed.TryAdd(2, 1, 1, [2], 1));
        Assert.False(delayed.TryAdd(3, 1, 1, [3], 1));
        delayed.Send(1, _port);
        Assert.True(delayed.TryAdd(3, 1, 1, [4], 1));
        delayed.Send(3, _port);
        Assert.Equal([1, 4, 2], _port.Sent.Select(one => (int)one.Bytes[0]));
    }

    [Fact]
    public void Prefixes_hold_their_subnets_and_no_others()
    {
        LocalPrefixes local = new();
        local.Add(0x0A000001, 0xFFFFFF00);
        local.Add(0xC0A80A05, 0xFFFF0000);
        local.Add(0x01020304, 0);
        Assert.True(local.Contain(0x0A0000FE));
        Assert.True(local.Contain(0xC0A8FFFF));
        Assert.False(local.Contain(0x0A000101));
        Assert.False(local.Contain(0x01020304));
        local.Clear();
        Assert.False(local.Contain(0x0A000001));
    }
}
