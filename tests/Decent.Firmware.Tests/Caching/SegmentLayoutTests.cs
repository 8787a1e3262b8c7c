using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests.Caching;

public sealed class SegmentLayoutTests
{
    [Theory]
    [InlineData(256, 5, 5, 9, 24)]
    [InlineData(2048, 5, 5, 88, 256)]
    [InlineData(3072, 5, 6, 112, 384)]
    [InlineData(2048, 4, 4, 110, 224)]
    public void The_measured_partitions_have_the_measured_layouts(int kilobytes, int wished, int segments, int records, int blocks)
    {
        var layout = SegmentLayout.ForDrive(kilobytes << 10, wished);
        Assert.Equal((segments, records, blocks), (layout.Segments, layout.Records, layout.BlocksMax));
    }

    [Fact]
    public void Every_drive_keeps_room_to_level_wear_and_never_more_than_its_records_bear()
    {
        for (var bytes = 64 << 10; bytes <= 64 << 20; bytes += 36 << 10)
        {
            var layout = SegmentLayout.ForDrive(bytes);
            var records = layout.Segments * layout.Records;
            Assert.True(records * 100 <= bytes / 4096 * 88, $"{bytes}: {records} records");
            Assert.True(layout.BlocksMax * 1000 <= records * 584, $"{bytes}: {layout.BlocksMax} of {records}");
            Assert.InRange(layout.Records, 1, SegmentLayout.RecordsMax);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(64)]
    [InlineData(256)]
    [InlineData(16_384)]
    public void A_wished_number_of_blocks_has_a_drive(int blocks) =>
        Assert.InRange(SegmentLayout.ForDrive(SegmentLayout.DriveBytes(blocks)).BlocksMax, blocks, Math.Max(24, blocks * 4 / 3));

    [Fact]
    public void Records_stand_where_the_blocks_of_littlefs_do()
    {
        var offset = 0;
        for (var record = 0; record < SegmentLayout.RecordsMax; record++)
        {
            Assert.Equal(offset, SegmentLayout.Offset(record));
            Assert.Equal(record, SegmentLayout.RecordsIn(offset));
            if (record > 0) Assert.Equal(record - 1, SegmentLayout.RecordsIn(offset - 1));
            var capacity = record == 0 ? 4096 : 4096 - (4 * (System.Numerics.BitOperations.TrailingZeroCount(record) + 1));
            Assert.Equal(capacity, SegmentLayout.RecordBytes(record));
            Assert.InRange(capacity, BlockRecord.BytesMax, 4096);
            offset += capacity;
        }

        Assert.Equal(SegmentLayout.RecordsMax, SegmentLayout.RecordsIn(int.MaxValue));
    }
}
