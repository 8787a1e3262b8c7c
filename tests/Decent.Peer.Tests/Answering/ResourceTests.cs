using Decent.Peer.Answering;
using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Decent.World;

namespace Decent.Peer.Tests.Answering;

/// <summary>Questions for whole resources: edges answer them, boards do not.</summary>
public sealed class ResourceTests : IResourceSource
{
    private readonly SentDatagrams _port = new();
    private readonly WantResource _want = new() { Nonce = 77, Unicast = true };
    private byte _flags = Have.FlagPartial;

    [Fact]
    public void An_edge_says_what_it_has_with_node_load_port_and_ticket()
    {
        Responder edge = Edge(new ResponderOptions { Node = 9, HttpPort = 4980 });
        edge.Load = 200;
        edge.Ticket[79] = 5;
        Ask(edge, 0);
        Have have = new();
        Assert.True(have.TryRead(_port.Sent[0].Bytes, _port.Sent[0].Bytes.Length));
        Assert.Equal((77ul, 9ul, (byte)200, (ushort)4980, false), (have.Nonce, have.Node, have.Load, have.HttpPort, have.IsBlocks));
        Assert.Equal(Have.FlagPartial | Have.FlagUnicast, have.Flags);
        Assert.Equal(5, have.Ticket[79]);
        Assert.True(_port.Bytes <= Limits.WantBytesMin);
    }

    [Fact]
    public void An_edge_that_has_nothing_of_it_keeps_silent()
    {
        _flags = 0;
        Responder edge = Edge(new ResponderOptions());
        Ask(edge, 0);
        Assert.Empty(_port.Sent);
        Assert.Equal((1u, 0u, 0u), (edge.Counts.Wants, edge.Counts.Haves, edge.Counts.Limited));
    }

    [Fact]
    public void A_threshold_above_the_own_score_is_not_answered_and_one_equal_to_it_is()
    {
        Responder edge = Edge(new ResponderOptions { AvascMilli = 1_000 });
        _want.ThresholdMilli = 1_001;
        Ask(edge, 0);
        Assert.Empty(_port.Sent);
        _want.ThresholdMilli = 1_000;
        Ask(edge, 1);
        Assert.Single(_port.Sent);
    }

    [Fact]
    public void A_board_does_not_answer_and_does_not_count_it_as_malformed()
    {
        Responder board = Some.Responder(new WorldStore(), _port);
        Ask(board, 0);
        Assert.Empty(_port.Sent);
        Assert.Equal((1u, 0u), (board.Counts.Wants, board.Counts.Malformed));
    }

    [Fact]
    public void Another_wire_version_is_dropped_and_counted()
    {
        Responder edge = Edge(new ResponderOptions());
        byte[] want = Bytes();
        want[2] = Limits.WireVersion + 1;
        Assert.True(edge.Receive(0, Some.Address, Some.Port, want, want.Length));
        Assert.Empty(_port.Sent);
        Assert.Equal((0u, 1u), (edge.Counts.Wants, edge.Counts.Malformed));
    }

    byte IResourceSource.Find(byte[] key, byte[] commit) => _flags;

    private Responder Edge(ResponderOptions options)
    {
        LocalPrefixes local = new();
        local.Add(Some.Address, 0xFFFFFF00);
        return new Responder(options, new WorldStore(), this, _port, new WorldHmac(), local, new Rng(1), Some.Secret);
    }

    private void Ask(Responder responder, long nowMs)
    {
        byte[] want = Bytes();
        responder.Receive(nowMs, Some.Address, Some.Port, want, want.Length);
    }

    private byte[] Bytes()
    {
        byte[] want = new byte[Limits.WantBytesMin];
        Assert.Equal(Limits.WantBytesMin, _want.Write(want));
        return want;
    }
}
