using Decent.Firmware.Device;

namespace Decent.Nano.Tests.Datagrams;

/// <summary>The node's socket, as nanoFramework's behaves.</summary>
public sealed class LanSocketTests
{
    private const uint Own = 0x0A000007;
    private const uint Mask = 0xFFFFFF00;
    private readonly byte[] _buffer = new byte[1_369];

    [Fact]
    public void A_quiet_LAN_costs_no_exceptions() => Interpreter.Run(nano =>
    {
        LanSocket socket = new(4_930, Own, Mask);
        for (var i = 0; i < 1_000; i++) Assert.Equal(-1, socket.Receive(_buffer, 50, out _, out _));
        Assert.Equal(50_000, nano.NowMs);
        Assert.Equal(0, nano.Census.ReceivesTimedOut);
    });

    [Fact]
    public void A_wait_of_nothing_returns_at_once() => Interpreter.Run(nano =>
    {
        LanSocket socket = new(4_930, Own, Mask);
        Assert.Equal(-1, socket.Receive(_buffer, 0, out _, out _));
        Assert.Equal(0, nano.NowMs);
    });

    [Fact]
    public void A_datagram_ends_the_wait_and_tells_its_sender() => Interpreter.Run(nano =>
    {
        LanSocket socket = new(4_930, Own, Mask);
        nano.Play("peer", () =>
        {
            nano.Sleep(20);
            nano.Lan.Deliver("200.1.2.3", 65_535, 4_930, [1, 2, 3]);
        });
        Assert.Equal(3, socket.Receive(_buffer, 1_000, out var address, out var port));
        Assert.Equal((0xC8010203u, (ushort)65_535, 20L), (address, port, nano.NowMs));
        Assert.Equal([1, 2, 3], _buffer[..3]);
    });

    [Fact]
    public void A_longer_datagram_than_the_buffer_is_cut() => Interpreter.Run(nano =>
    {
        LanSocket socket = new(4_930, Own, Mask);
        nano.Lan.Deliver("10.0.0.9", 1, 4_930, new byte[2_000]);
        Assert.Equal(_buffer.Length, socket.Receive(_buffer, 0, out _, out _));
        Assert.Equal(-1, socket.Receive(_buffer, 0, out _, out _));
    });

    [Fact]
    public void A_broadcast_goes_to_the_whole_subnet() => Interpreter.Run(nano =>
    {
        LanSocket socket = new(4_930, Own, Mask);
        socket.Broadcast([7], 1);
        socket.Send(0xFE000001, 9, [8, 9], 1);
        Assert.Equal([("10.0.0.255", 4_930), ("254.0.0.1", 9)], nano.Lan.Sent.Select(sent => (sent.Address, sent.Port)));
        Assert.Equal([8], nano.Lan.Sent[1].Bytes);
    });

    [Fact]
    public void A_socket_that_broke_is_opened_again() => Interpreter.Run(nano =>
    {
        LanSocket socket = new(4_930, Own, Mask);
        nano.Lan.Break(4_930);
        Assert.Equal(-1, socket.Receive(_buffer, 50, out _, out _));
        socket.Send(Own, 1, [1], 1);
        Assert.Equal(-1, socket.Receive(_buffer, 50, out _, out _));
        Assert.InRange(nano.NowMs, 1_000, 1_100);
        nano.Lan.Deliver("10.0.0.9", 1, 4_930, [5]);
        Assert.Equal(1, socket.Receive(_buffer, 50, out _, out _));
    });

    [Fact]
    public void Sending_over_a_broken_socket_is_a_lost_datagram() => Interpreter.Run(nano =>
    {
        LanSocket socket = new(4_930, Own, Mask);
        nano.Lan.Break(4_930);
        socket.Broadcast([1], 1);
        Assert.Empty(nano.Lan.Sent);
    });
}
