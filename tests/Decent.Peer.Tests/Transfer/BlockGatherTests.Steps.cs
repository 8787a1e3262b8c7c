using Decent.Peer.Ports;
using Decent.Peer.Transfer;
using Decent.Protocol.Datagrams;
using Decent.World;

namespace Decent.Peer.Tests.Transfer;

public sealed partial class BlockGatherTests
{
    /// <summary>Five chunks whose numbers are the digits of <paramref name="order"/> to the base 3.</summary>
    private void Feed(WorldBlock block, int of, int order)
    {
        _accepted.Clear();
        BlockGather gather = Gather([block], 1, new PeerTable(4));
        Offer(gather, 1, 1);
        gather.Tick(0);
        HashSet<int> fed = [];
        ulong nonce = Asked().Nonce;
        for (int i = 0; i < 5; i++, order /= 3)
        {
            int chunk = order % 3 % of;
            bool isOver = fed.Count == of;
            fed.Add(chunk);
            byte[] data = Some.Data(block, chunk, nonce);
            Assert.Equal(!isOver, gather.OnData(1, 1, 1, data, data.Length));
            Assert.Equal(fed.Count == of ? 0ul : 1ul, gather.Missing);
        }

        Assert.Equal(fed.Count == of ? 1 : 0, _accepted.Count);
        Assert.Equal(0, gather.WrongBlocks);
    }

    private BlockGather Gather(List<WorldBlock> blocks, int slots, PeerTable table)
    {
        _port.Sent.Clear();
        return new BlockGather(WorldBlock.Tags(blocks), blocks.Count, slots, table, _port, new WorldHmac(), this, _rng);
    }

    private static bool Offer(BlockGather gather, uint address, ulong bitmap, long nowMs = 0)
    {
        Have have = new() { IsBlocks = true, Bitmap = bitmap };
        return gather.OnHave(nowMs, address, 1, have);
    }

    private void Lie(BlockGather gather, List<WorldBlock> blocks, uint address, long nowMs)
    {
        WorldBlock truth = blocks.Find(block => block.Tag.SequenceEqual(Asked().Tag))!;
        byte[] lie = Some.Data(truth, 0, Asked().Nonce);
        lie[^1] ^= 1;
        ulong missing = gather.Missing;
        Assert.True(gather.OnData(nowMs, address, 1, lie, lie.Length));
        Assert.Equal(missing, gather.Missing);
    }

    /// <summary>A chunk of <paramref name="block"/> under the nonce of its last request; nothing when it was never asked for.</summary>
    private void Give(BlockGather gather, WorldBlock block, int chunk, long nowMs)
    {
        Get get = new();
        foreach ((_, byte[] bytes) in Enumerable.Reverse(_port.Sent))
        {
            Assert.True(get.TryRead(bytes, bytes.Length));
            if (!get.Tag.SequenceEqual(block.Tag)) continue;
            byte[] data = Some.Data(block, chunk, get.Nonce);
            gather.OnData(nowMs, 1, 1, data, data.Length);
            return;
        }
    }

    private Get Asked()
    {
        Get get = new();
        Assert.True(get.TryRead(_port.Sent[^1].Bytes, Get.Bytes));
        return get;
    }
}
