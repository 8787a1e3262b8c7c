using Decent.Peer.Transfer;

namespace Decent.Peer.Tests.Transfer;

public sealed class PeerTableTests
{
    [Fact]
    public void The_peer_unheard_for_longest_makes_room()
    {
        PeerTable table = new(3);
        for (uint peer = 1; peer <= 3; peer++) table.Slot(peer, peer, 1);
        table.Slot(10, 1, 1);
        int slot = table.Slot(11, 4, 1);
        Assert.True(table.IsOf(slot, 4, 1));
        Assert.Equal(slot, table.Slot(12, 4, 1));
        Assert.Equal(slot == 1, table.IsOf(1, 4, 1));
        Assert.True(table.IsOf(0, 1, 1));
        Assert.True(table.IsOf(2, 3, 1));
    }

    [Fact]
    public void A_peer_in_quarantine_stays_while_another_can_go()
    {
        PeerTable table = new(2);
        int liar = table.Slot(0, 1, 1);
        table.Quarantine(0, liar);
        for (uint peer = 2; peer < 50; peer++) table.Slot(peer, peer, 1);
        Assert.True(table.IsQuarantined(100, table.Slot(100, 1, 1)));
        Assert.Equal(1u, table.Quarantined);
    }

    [Fact]
    public void A_new_peer_in_an_old_place_inherits_nothing()
    {
        PeerTable table = new(1);
        int slot = table.Slot(0, 1, 1);
        table.Answered(slot, 1_900);
        table.Failed(slot);
        table.Quarantine(0, slot);
        int next = table.Slot(1, 2, 1);
        Assert.False(table.IsQuarantined(1, next));
        Assert.Equal(PeerTable.FirstTimeoutMs, table.TimeoutMs(next));
        Assert.Equal(50, table.Cost(next, 0, 0));
    }

    [Fact]
    public void Who_said_to_be_gone_is_not_asked_in_person_and_comes_last_until_it_answers()
    {
        PeerTable table = new(4);
        int leaver = table.Slot(0, 1, 1), other = table.Slot(0, 2, 1);
        foreach (int slot in (int[])[leaver, other])
        {
            table.Answered(slot, slot == leaver ? 5 : 900);
            table.Delivered(0, slot);
        }

        table.Left(1, 1);
        table.Left(9, 9);
        uint[] known = new uint[4];
        Assert.Equal((1, 2u), (table.Known(1, known, new ushort[4]), known[0]));
        Assert.True(table.Cost(leaver, 0, 0) > table.Cost(other, 0, 0));
        table.Answered(leaver, 5);
        table.Delivered(2, leaver);
        Assert.Equal((2, 1u), (table.Known(3, known, new ushort[4]), known[0]));
    }

    [Fact]
    public void Known_are_those_that_delivered_lately_and_did_not_fail_since_quickest_first()
    {
        PeerTable table = new(8);
        (int RoundTripMs, bool Delivered, bool Failed, bool Lied)[] peers =
        [
            (30, true, false, false),
            (10, true, false, false),
            (5, false, false, false),
            (5, true, true, false),
            (5, true, false, true),
            (20, true, false, false),
        ];
        for (uint i = 0; i < peers.Length; i++)
        {
            int slot = table.Slot(0, i + 1, 9);
            table.Answered(slot, peers[i].RoundTripMs);
            if (peers[i].Delivered) table.Delivered(0, slot);
            if (peers[i].Failed) table.Failed(slot);
            if (peers[i].Lied) table.Quarantine(0, slot);
        }

        uint[] addresses = new uint[3];
        ushort[] ports = new ushort[3];
        Assert.Equal(3, table.Known(1_000, addresses, ports));
        Assert.Equal([2, 6, 1], addresses);
        Assert.Equal([9, 9, 9], ports);
        Assert.Equal(2, table.Known(1_000, new uint[2], new ushort[2]));
        Assert.Equal(0, table.Known(PeerTable.KnownMs, addresses, ports));
    }

    [Fact]
    public void Timeouts_follow_the_measured_round_trips_within_their_bounds()
    {
        PeerTable table = new(1);
        int slot = table.Slot(0, 1, 1);
        table.Answered(slot, 10);
        Assert.Equal(PeerTable.TimeoutMsMin, table.TimeoutMs(slot));
        for (int i = 0; i < 50; i++) table.Answered(slot, 400);
        Assert.InRange(table.TimeoutMs(slot), 380, 450);
        for (int i = 0; i < 50; i++) table.Answered(slot, i % 2 == 0 ? 5_000 : 10);
        Assert.Equal(PeerTable.TimeoutMsMax, table.TimeoutMs(slot));
    }

    [Fact]
    public void Load_failures_and_blocks_on_the_way_make_a_peer_dearer()
    {
        PeerTable table = new(1);
        int slot = table.Slot(0, 1, 1);
        table.Answered(slot, 20);
        int idle = table.Cost(slot, 0, 0);
        Assert.Equal(20, idle);
        Assert.True(table.Cost(slot, 1, 0) > idle);
        Assert.True(table.Cost(slot, 0, 255) > idle);
        table.Failed(slot);
        Assert.Equal(idle + PeerTable.FirstTimeoutMs, table.Cost(slot, 0, 0));
        table.Answered(slot, 20);
        Assert.Equal(idle, table.Cost(slot, 0, 0));
    }
}
