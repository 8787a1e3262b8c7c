using Decent.Firmware.Host.Faults;
using Decent.Firmware.Host.Ports;
using Decent.Peer;

namespace Decent.Firmware.Tests.Host;

public sealed class LossyLanTests
{
    private readonly HandClock _clock = new();
    private readonly ScriptedUdp _udp;
    private readonly byte[] _buffer = new byte[10];

    public LossyLanTests() => _udp = new ScriptedUdp(_clock);

    [Fact]
    public void The_share_lost_is_the_one_asked_for_each_way_and_the_same_for_the_same_seed()
    {
        var lan = Make(new BoardFaults { LossPercent = 20 });
        for (var i = 0; i < 10_000; i++) lan.Send(1, 2, [1], 1);
        Assert.InRange(_udp.Sent.Count, 7_800, 8_200);
        var kept = _udp.Sent.Count;
        _udp.Sent.Clear();
        var again = Make(new BoardFaults { LossPercent = 20 });
        for (var i = 0; i < 10_000; i++) again.Send(1, 2, [1], 1);
        Assert.Equal(kept, _udp.Sent.Count);

        for (var i = 0; i < 1_000; i++) _udp.Put(0, 1);
        var came = 0;
        while (lan.Receive(_buffer, 10, out _, out _) >= 0) came++;
        Assert.InRange(came, 700, 900);
        Assert.Equal(10_000 - kept + 1_000 - came, lan.Lost);
    }

    [Fact]
    public void A_delay_holds_back_what_goes_out_until_the_loop_comes_round()
    {
        var lan = Make(new BoardFaults { DelayMs = 20 });
        lan.Send(1, 2, [1], 1);
        lan.Broadcast([2], 1);
        Assert.Equal(-1, lan.Receive(_buffer, 50, out _, out _));
        Assert.Equal([20L, 20L], _udp.Sent.Select(one => one.AtMs));
        Assert.Equal([false, true], _udp.Sent.Select(one => one.ToAll));
        Assert.Equal(50, _clock.NowMs);
    }

    [Fact]
    public void A_delay_holds_back_what_comes_in()
    {
        var lan = Make(new BoardFaults { DelayMs = 20 });
        _udp.Put(5, 7, 7);
        Assert.Equal(-1, lan.Receive(_buffer, 10, out _, out _));
        Assert.Equal(2, lan.Receive(_buffer, 50, out var address, out var port));
        Assert.Equal((25L, 7u, 8), (_clock.NowMs, address, port));
    }

    [Fact]
    public void Jitter_lets_datagrams_overtake_each_other_within_its_range()
    {
        var lan = Make(new BoardFaults { DelayMs = 10, JitterMs = 30 });
        for (byte i = 0; i < 100; i++) lan.Send(1, 2, [i], 1);
        Assert.Equal(-1, lan.Receive(_buffer, 100, out _, out _));
        Assert.Equal(100, _udp.Sent.Count);
        Assert.All(_udp.Sent, one => Assert.InRange(one.AtMs, 10, 40));
        Assert.NotEqual(_udp.Sent.Select(one => one.Bytes[0]).Order(), _udp.Sent.Select(one => one.Bytes[0]));
    }

    [Fact]
    public void A_flood_is_held_in_bounds_and_does_not_keep_the_loop()
    {
        var lan = Make(new BoardFaults { DelayMs = 10_000 });
        for (var i = 0; i < 5_000; i++) lan.Send(1, 2, [1], 1);
        Assert.Equal(5_000 - 1_024, lan.Lost);
        for (var i = 0; i < 5_000; i++) _udp.Put(i / 10, 1);
        Assert.Equal(-1, lan.Receive(_buffer, 50, out _, out _));
        Assert.Equal(50, _clock.NowMs);
    }

    private LossyLan Make(BoardFaults faults) => new(_udp, faults, new Rng(4), _clock);
}
