using Decent.Peer;

namespace Decent.Protocol.Tests;

public sealed class ByteWriterTests
{
    [Fact]
    public void Numbers_are_little_endian()
    {
        byte[] buffer = new byte[15];
        ByteWriter w = new ByteWriter(buffer).U8(1).U16(0x0302).U32(0x07060504).U64(0x0F0E0D0C0B0A0908);
        Assert.Equal(Enumerable.Range(1, 15).Select(i => (byte)i), buffer);
        Assert.Equal(15, w.Count);
        Assert.False(w.Failed);
    }

    [Fact]
    public void A_number_that_is_too_large_keeps_its_low_bytes() =>
        Assert.Equal([0xFF, 0xFE, 0xFF], Written(3, w => w.U8(-1).U16(0x1FFFE)));

    [Fact]
    public void A_field_that_does_not_fit_fails_for_good_and_writes_nothing()
    {
        byte[] buffer = new byte[3];
        ByteWriter w = new ByteWriter(buffer).U8(7).U32(uint.MaxValue).U8(7);
        Assert.True(w.Failed);
        Assert.Equal(1, w.Count);
        Assert.Equal([7, 0, 0], buffer);
    }

    [Fact]
    public void Fixed_cuts_what_is_long_and_fills_what_is_short()
    {
        Assert.Equal([1, 2, 0, 0], Written(4, w => w.Fixed([1, 2], 4)));
        Assert.Equal([1, 2, 9, 9], Written(4, w => w.Fixed([1, 2, 3, 4], 2)));
    }

    [Fact]
    public void Zeros_clear_what_the_buffer_held() => Assert.Equal([9, 0, 0, 9], Written(4, w => w.Bytes([9], 0, 1).Zeros(2)));

    [Fact]
    public void Zeros_of_no_or_negative_count_do_nothing() => Assert.Equal([9, 9], Written(2, w => w.Zeros(0).Zeros(-5)));

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    public void Bytes_of_a_count_that_does_not_fit_fail(int count)
    {
        ByteWriter w = new ByteWriter(new byte[4]).Bytes(new byte[16], 0, count);
        Assert.True(w.Failed);
        Assert.Equal(0, w.Count);
    }

    [Fact]
    public void What_a_writer_writes_a_reader_reads()
    {
        Rng rng = new(11);
        byte[] buffer = new byte[32];
        for (int i = 0; i < 10_000; i++)
        {
            ulong a = Some.Number(rng, 8), b = Some.Number(rng, 16), c = Some.Number(rng, 32), d = Some.Number(rng, 64);
            ByteWriter w = new ByteWriter(buffer).U64(d).U8((int)a).U32((uint)c).U16((int)b);
            ByteReader r = new(buffer, 0, w.Count);
            Assert.Equal((d, a, c, b), (r.U64(), (ulong)r.U8(), (ulong)r.U32(), (ulong)r.U16()));
        }
    }

    private static byte[] Written(int size, Action<ByteWriter> write)
    {
        byte[] buffer = new byte[size];
        Array.Fill(buffer, (byte)9);
        ByteWriter w = new(buffer);
        write(w);
        Assert.False(w.Failed);
        return buffer;
    }
}
