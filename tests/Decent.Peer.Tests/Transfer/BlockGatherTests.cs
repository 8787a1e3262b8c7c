using Decent.Peer.Ports;
using Decent.Peer.Transfer;
using Decent.Protocol.Datagrams;
using Decent.World;

namespace Decent.Peer.Tests.Transfer;

public sealed partial class BlockGatherTests : IBlockSink
{
    private readonly SentDatagrams _port = new();
    private readonly List<int> _accepted = [];
    private readonly Rng _rng = new(11);

    [Fact]
    public void Chunks_in_any_order_and_number_make_the_block_exactly_when_all_are_there()
    {
        foreach (int length in new[] { 100, 2_000, 4_032 })
        {
            int of = (length + 1_343) / 1_344;
            for (int order = 0; order < 243; order++) Feed(WorldBlock.Random(_rng, length), of, order);
        }
    }

    [Fact]
    public void Data_of_another_address_nonce_or_tag_is_ignored()
    {
        List<WorldBlock> blocks = [WorldBlock.Random(_rng, 100), WorldBlock.Random(_rng, 100)];
        BlockGather gather = Gather(blocks, 1, new PeerTable(4));
        Offer(gather, 1, 1);
        gather.Tick(0);
        byte[] data = Some.Data(blocks[0], 0, Asked().Nonce);
        Assert.False(gather.OnData(1, 2, 1, data, data.Length));
        Assert.False(gather.OnData(1, 1, 2, data, data.Length));
        byte[] other = Some.Data(blocks[0], 0, Asked().Nonce + 1);
        Assert.False(gather.OnData(1, 1, 1, other, other.Length));
        byte[] mixed = Some.Data(blocks[1], 0, Asked().Nonce);
        Assert.False(gather.OnData(1, 1, 1, mixed, mixed.Length));
        Assert.Empty(_accepted);
        Assert.True(gather.OnData(1, 1, 1, data, data.Length));
        Assert.Equal([0], _accepted);
    }

    [Fact]
    public void A_block_of_a_dead_peer_is_asked_three_times_and_then_nothing_more_is()
    {
        List<WorldBlock> blocks = [.. Enumerable.Range(0, 64).Select(_ => WorldBlock.Random(_rng, 10))];
        BlockGather gather = Gather(blocks, 8, new PeerTable(4));
        Offer(gather, 1, ulong.MaxValue);
        long nowMs = 0;
        while (nowMs < 100_000) nowMs = Math.Min(gather.Tick(nowMs), 100_000);
        Assert.Equal(2 * 3, _port.Sent.Count);
        Assert.False(gather.HasHope);
    }

    [Fact]
    public void A_peer_that_never_finishes_a_block_is_left_after_three_of_them()
    {
        List<WorldBlock> blocks = [.. Enumerable.Range(0, 64).Select(_ => WorldBlock.Random(_rng, 4_032))];
        BlockGather gather = Gather(blocks, 1, new PeerTable(4));
        Offer(gather, 1, ulong.MaxValue);
        long nowMs = 0;
        while (gather.HasHope && nowMs < 100_000)
        {
            long next = gather.Tick(nowMs);
            WorldBlock? asked = blocks.Find(block => block.Tag.SequenceEqual(Asked().Tag));
            byte[] first = Some.Data(asked!, 0, Asked().Nonce);
            gather.OnData(nowMs + 1, 1, 1, first, first.Length);
            if (gather.HasHope) nowMs = Math.Min(next, 100_000);
        }

        Assert.Equal(3 * 3, _port.Sent.Count);
        Assert.InRange(nowMs, 2_000, 3_000);
    }

    [Fact]
    public void The_highest_chunk_ends_an_answer_and_what_is_missing_is_asked_for_at_once()
    {
        List<WorldBlock> blocks = [WorldBlock.Random(_rng, 4_032)];
        BlockGather gather = Gather(blocks, 1, new PeerTable(4));
        Offer(gather, 1, 1);
        gather.Tick(0);
        Give(gather, blocks[0], 1, 8);
        Assert.Equal(PeerTable.FirstTimeoutMs, gather.Tick(8));
        Give(gather, blocks[0], 2, 8);
        long dueMs = gather.Tick(8);
        Assert.Equal(10, dueMs);
        Assert.Single(_port.Sent);
        gather.Tick(dueMs);
        Assert.Equal((2, 1), (_port.Sent.Count, Asked().Missing));
    }

    [Fact]
    public void An_answer_to_a_later_request_tells_that_an_earlier_one_was_lost()
    {
        List<WorldBlock> blocks = [WorldBlock.Random(_rng, 4_032), WorldBlock.Random(_rng, 4_032)];
        BlockGather gather = Gather(blocks, 2, new PeerTable(4));
        Offer(gather, 1, 3);
        gather.Tick(0);
        Assert.Equal(2, _port.Sent.Count);
        Give(gather, blocks[1], 0, 8);
        gather.Tick(gather.Tick(8));
        Assert.Equal((3, 7), (_port.Sent.Count, Asked().Missing));
        Assert.Equal(blocks[0].Tag, Asked().Tag);
    }

    [Fact]
    public void A_repeated_request_that_is_passed_over_again_is_repeated_again()
    {
        List<WorldBlock> blocks = [.. Enumerable.Range(0, 4).Select(_ => WorldBlock.Random(_rng, 4_032))];
        BlockGather gather = Gather(blocks, 2, new PeerTable(4));
        Offer(gather, 1, 15);
        gather.Tick(0);
        for (int block = 1; block <= 3; block++)
        {
            for (int chunk = 0; chunk < 3; chunk++) Give(gather, blocks[block], chunk, 10 * block);
            gather.Tick(10 * block);
            gather.Tick(10 * block + 5);
        }

        // Passed over by the second block, and its repetition by the fourth: the third was asked for before that.
        Assert.Equal(3, _port.Sent.Count(one => one.Bytes.AsSpan(12, 16).SequenceEqual(blocks[0].Tag)));
        Assert.Equal(blocks[0].Tag, Asked().Tag);
    }

    [Fact]
    public void The_only_peer_that_has_a_block_is_asked_anew_and_one_of_several_is_not()
    {
        foreach (bool isAlone in new[] { true, false })
        {
            List<WorldBlock> blocks = [WorldBlock.Random(_rng, 4_032)];
            BlockGather gather = Gather(blocks, 1, new PeerTable(4));
            Offer(gather, 1, 1);
            long nowMs = gather.Tick(0);
            if (!isAlone) Offer(gather, 2, 1);
            Give(gather, blocks[0], 0, 10);
            while (_port.Sent.Count < 4) nowMs = gather.Tick(nowMs);
            Assert.Equal((isAlone ? 1u : 2u, 7), (_port.Sent[^1].To.Address, Asked().Missing));
        }
    }

    [Fact]
    public void However_a_peer_answers_it_is_sent_at_most_eight_requests_for_a_block()
    {
        int most = 0;
        for (int run = 0; run < 2_000; run++)
        {
            List<WorldBlock> blocks = [.. Enumerable.Range(0, 8).Select(_ => WorldBlock.Random(_rng, 4_032))];
            BlockGather gather = Gather(blocks, 2, new PeerTable(4));
            Offer(gather, 1, 255);
            for (long nowMs = 0; gather.HasHope && nowMs < 60_000; nowMs = Math.Min(gather.Tick(nowMs), nowMs + 10))
            {
                gather.Tick(nowMs);
                if (_rng.Below(3) != 0) Give(gather, blocks[_rng.Below(8)], _rng.Below(3), nowMs);
            }

            most = Math.Max(most, _port.Sent.CountBy(one => BitConverter.ToUInt64(one.Bytes, 4)).Max(one => one.Value));
            Assert.False(gather.HasHope);
        }

        Assert.InRange(most, 5, 8);
    }

    [Fact]
    public void A_liar_loses_all_its_blocks_to_others_at_once()
    {
        List<WorldBlock> blocks = [.. Enumerable.Range(0, 2).Select(_ => WorldBlock.Random(_rng, 10))];
        BlockGather gather = Gather(blocks, 8, new PeerTable(4));
        Offer(gather, 1, 3);
        gather.Tick(0);
        Assert.Equal(2, gather.OnTheWay(1, 1));
        Lie(gather, blocks, 1, 5);
        Assert.Equal(0, gather.OnTheWay(1, 1));
        Offer(gather, 2, 3);
        gather.Tick(6);
        Assert.Equal(2, gather.OnTheWay(2, 1));
    }

    [Fact]
    public void Sixteen_useless_candidates_leave_room_for_the_seventeenth()
    {
        List<WorldBlock> blocks = [WorldBlock.Random(_rng, 10)];
        BlockGather gather = Gather(blocks, 1, new PeerTable(32));
        for (uint liar = 1; liar <= 16; liar++)
        {
            Assert.True(Offer(gather, liar, 1));
            gather.Tick(liar);
            Lie(gather, blocks, liar, liar);
        }

        Assert.Equal(16, gather.WrongBlocks);
        Assert.True(Offer(gather, 17, 1));
        gather.Tick(17);
        byte[] data = Some.Data(blocks[0], 0, Asked().Nonce);
        Assert.True(gather.OnData(18, 17, 1, data, data.Length));
        Assert.Equal(0ul, gather.Missing);
    }

    [Fact]
    public void A_liar_whose_place_in_the_table_went_to_another_does_not_get_that_one_blamed()
    {
        List<WorldBlock> blocks = [WorldBlock.Random(_rng, 10), WorldBlock.Random(_rng, 10)];
        PeerTable table = new(2);
        BlockGather gather = Gather(blocks, 1, table);
        Offer(gather, 1, 1);
        gather.Tick(0);
        Offer(gather, 2, 2, nowMs: 1);
        Offer(gather, 3, 2, nowMs: 2);
        Lie(gather, blocks, 1, 3);
        Assert.Equal(1u, table.Quarantined);
        Assert.True(table.IsQuarantined(4, table.Slot(4, 1, 1)));
        Assert.False(table.IsQuarantined(4, table.Slot(4, 3, 1)));
    }

    [Fact]
    public void Peers_in_quarantine_are_not_asked()
    {
        PeerTable table = new(4);
        table.Quarantine(0, table.Slot(0, 1, 1));
        BlockGather gather = Gather([WorldBlock.Random(_rng, 10)], 1, table);
        Assert.False(Offer(gather, 1, 1));
        gather.Tick(0);
        Assert.Empty(_port.Sent);
        Assert.False(gather.HasHope);
    }

    [Fact]
    public void A_block_that_came_from_elsewhere_is_not_waited_for()
    {
        List<WorldBlock> blocks = [WorldBlock.Random(_rng, 10), WorldBlock.Random(_rng, 10)];
        BlockGather gather = Gather(blocks, 1, new PeerTable(4));
        Offer(gather, 1, 3);
        gather.Tick(0);
        byte[] late = Some.Data(blocks[0], 0, Asked().Nonce);
        gather.OnVerified(0);
        gather.Tick(1);
        Assert.Equal(blocks[1].Tag, Asked().Tag);
        Assert.False(gather.OnData(2, 1, 1, late, late.Length));
        Assert.Empty(_accepted);
    }

    bool IBlockSink.Accept(int index, byte[] block, int count)
    {
        _accepted.Add(index);
        return true;
    }
}
