using System.Text;
using Decent.World;

namespace Decent.Peer.Tests;

public sealed class TagTests
{
    [Theory]
    [InlineData("", "36b66d10eba400d142965e5f8b3a12ca")]
    [InlineData("abc", "6274bd2b327940c0e703f24ab1c38010")]
    public void A_tag_is_sixteen_bytes_of_hmac_under_the_public_key(string content, string tag)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        Assert.True(Tag.Matches(new WorldHmac(), bytes, bytes.Length, Convert.FromHexString(tag), 0));
        Assert.False(Tag.Matches(new WorldHmac(), [.. bytes, 0], bytes.Length + 1, Convert.FromHexString(tag), 0));
    }

    [Fact]
    public void Every_bit_of_a_tag_counts()
    {
        WorldBlock block = WorldBlock.Random(new Rng(1), 100);
        for (int bit = 0; bit < 128; bit++)
        {
            byte[] other = (byte[])block.Tag.Clone();
            other[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Tag.Matches(new WorldHmac(), block.Bytes, 100, other, 0));
        }
    }

    [Fact]
    public void The_lowest_bits_of_every_count_are_as_many_as_asked_for()
    {
        for (int count = 0; count <= 64; count++)
        {
            Assert.Equal(count, Bits.Count(Bits.Lowest(count)));
            Assert.Equal(count == 64, Bits.Lowest(count) == ulong.MaxValue);
        }
    }
}
