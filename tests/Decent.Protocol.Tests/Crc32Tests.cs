using Decent.Peer;

namespace Decent.Protocol.Tests;

public sealed class Crc32Tests
{
    [Fact]
    public void A_sum_can_be_continued_at_any_byte()
    {
        byte[] bytes = Some.Bytes(new Rng(5), 100);
        uint whole = Crc32.Of(bytes, 0, bytes.Length);
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(whole, Crc32.Of(bytes, cut, bytes.Length - cut, Crc32.Of(bytes, 0, cut)));
        }
    }

    [Fact]
    public void Each_flipped_bit_of_a_block_changes_the_sum()
    {
        byte[] block = Some.Pattern(256);
        uint sum = Crc32.Of(block, 0, block.Length);
        for (int bit = 0; bit < block.Length * 8; bit++)
        {
            block[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(sum, Crc32.Of(block, 0, block.Length));
            block[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }
}
