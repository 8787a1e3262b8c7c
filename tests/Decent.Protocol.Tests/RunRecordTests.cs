using Decent.Protocol.Frames;

namespace Decent.Protocol.Tests;

public sealed class RunRecordTests
{
    [Fact]
    public void Records_chain_by_their_checksums()
    {
        byte[] log = new byte[3 * RunRecord.Bytes];
        uint chain = 0;
        for (int i = 0; i < 3; i++)
        {
            chain = new RunRecord { Type = RunRecord.Start, Sequence = (uint)i, Chain = chain }.Write(log, i * RunRecord.Bytes);
        }

        RunRecord read = new();
        uint before = 0;
        for (int i = 0; i < 3; i++)
        {
            Assert.True(read.TryRead(log, i * RunRecord.Bytes));
            Assert.Equal((before, (uint)i), (read.Chain, read.Sequence));
            before = Crc32.Of(log, i * RunRecord.Bytes, RunRecord.Bytes - 4);
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(255, false)]
    public void A_type_that_nobody_knows_is_refused_though_its_checksum_fits(byte type, bool isKnown)
    {
        byte[] bytes = new byte[RunRecord.Bytes];
        new RunRecord { Type = type }.Write(bytes, 0);
        Assert.Equal(isKnown, new RunRecord().TryRead(bytes, 0));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_record_outside_the_buffer_is_refused(int offset) => Assert.False(new RunRecord().TryRead(new byte[RunRecord.Bytes], offset));

    [Fact]
    public void Flash_that_was_erased_or_zeroed_holds_no_record()
    {
        byte[] erased = new byte[RunRecord.Bytes];
        Assert.False(new RunRecord().TryRead(erased, 0));
        Array.Fill(erased, (byte)0xFF);
        Assert.False(new RunRecord().TryRead(erased, 0));
    }
}
