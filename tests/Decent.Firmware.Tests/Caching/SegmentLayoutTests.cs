using Decent.Peer.BlockCache;

namespace Decent.Firmware.Tests.Caching;

public sealed class SegmentLayoutTests
{
    [Theory]
    [InlineData(256, 7, 18)]
    [InlineData(2048, 89, 256)]
    [InlineData(3072, 128, 368)]
    [InlineData(8192, 128, 368)]
    public void A_board_has_five_files_whatever_its_drive(int kilobytes, int records, int blocks)
    {
        var layout = SegmentLayout.ForDrive(kilobytes << 10);
        Assert.Equal((5, records, blocks), (layout.Segments, layout.Records, layout.BlocksMax));
        Assert.Equal(kilobytes / 4, layout.DriveSectors);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(SegmentLayout.SegmentsMax)]
    public void Every_drive_keeps_room_to_level_wear_and_never_more_than_its_records_bear(int segmentsMost)
    {
        for (var bytes = 64 << 10; bytes <= 64 << 20; bytes += 4 << 10)
        {
            var layout = SegmentLayout.ForDrive(bytes, segmentsMost);
            var records = layout.Segments * layout.Records;
            Assert.True(records * 8 <= bytes / 4096 * 7, $"{bytes}: {records} records");
            Assert.True(layout.BlocksMax * 100 <= records * 58, $"{bytes}: {layout.BlocksMax} of {records}");
            Assert.InRange(layout.BlocksMax, 1, layout.Segments * SegmentLayout.RecordsMax);
            Assert.InRange(layout.Records, 1, SegmentLayout.RecordsMax);
            Assert.InRange(layout.Segments, 5, segmentsMost);
        }
    }

    [Fact]
    public void Any_layout_holds_at_most_58_in_100_of_its_records()
    {
        for (var segments = 3; segments <= SegmentLayout.SegmentsMax; segments++)
        {
            for (var records = 1; records <= SegmentLayout.RecordsMax; records++)
            {
                var most = new SegmentLayout(segments, records).BlocksMax;
                Assert.True(most >= 1 && most * 100 <= segments * records * 58, $"{segments} x {records}: {most}");
            }
        }
    }

    [Fact]
    public void A_full_drive_is_used_an_eighth_less_at_most_at_a_time_and_always_less()
    {
        var layout = new SegmentLayout(5, 89);
        Assert.Equal(85, layout.Below(430).Records);
        Assert.Equal(88, layout.Below(1_000).Records);
        Assert.Equal(77, layout.Below(3).Records);
        var steps = 0;
        for (; layout.Records > 1; steps++) layout = layout.Below(0);
        Assert.InRange(steps, 10, 40);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(64)]
    [InlineData(256)]
    [InlineData(16_384)]
    public void A_wished_number_of_blocks_has_a_drive(int blocks) =>
        Assert.InRange(
            SegmentLayout.ForDrive(SegmentLayout.DriveBytes(blocks), SegmentLayout.SegmentsMax).BlocksMax, blocks, Math.Max(24, blocks * 4 / 3));

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
