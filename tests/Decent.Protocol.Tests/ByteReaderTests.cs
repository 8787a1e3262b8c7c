namespace Decent.Protocol.Tests;

public sealed class ByteReaderTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    [Fact]
    public void Numbers_are_little_endian()
    {
        ByteReader r = new(Bytes, 1, 15);
        Assert.Equal(0x02, r.U8());
        Assert.Equal(0x0403, r.U16());
        Assert.Equal(0x08070605u, r.U32());
        Assert.Equal(0x100F0E0D0C0B0A09ul, r.U64());
        Assert.Equal(0, r.Left);
        Assert.False(r.Failed);
    }

    [Theory]
    [InlineData(-1, 4)]
    [InlineData(0, -1)]
    [InlineData(0, 17)]
    [InlineData(16, 1)]
    [InlineData(17, 0)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(int.MinValue, 1)]
    [InlineData(1, int.MaxValue)]
    public void A_range_outside_the_buffer_is_a_failed_reader_that_gives_zeros(int offset, int count)
    {
        ByteReader r = new(Bytes, offset, count);
        Assert.True(r.Failed);
        Assert.Equal(0, r.Left);
        Assert.Equal((0, 0, 0u, 0ul), (r.U8(), r.U16(), r.U32(), r.U64()));
    }

    [Fact]
    public void A_field_beyond_the_end_fails_for_good_and_moves_nothing()
    {
        ByteReader r = new(Bytes, 0, 3);
        byte[] untouched = [9, 9, 9, 9];
        Assert.Equal(0u, r.U32());
        Assert.True(r.Failed);
        Assert.Equal(0, r.Offset);
        Assert.Equal(0, r.U8());
        r.Bytes(untouched);
        Assert.Equal([9, 9, 9, 9], untouched);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void A_skip_backwards_or_beyond_the_end_fails(int count)
    {
        ByteReader r = new(Bytes, 8, 4);
        r.Skip(count);
        Assert.True(r.Failed);
        Assert.Equal(8, r.Offset);
    }

    [Fact]
    public void Every_range_reads_exactly_its_bytes()
    {
        for (int offset = 0; offset <= Bytes.Length; offset++)
        {
            for (int count = 0; count <= Bytes.Length - offset; count++)
            {
                ByteReader r = new(Bytes, offset, count);
                byte[] into = new byte[count];
                r.Bytes(into);
                Assert.Equal(Bytes[offset..(offset + count)], into);
                Assert.False(r.Failed);
                r.U8();
                Assert.True(r.Failed);
            }
        }
    }
}
