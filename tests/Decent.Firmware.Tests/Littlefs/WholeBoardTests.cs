using Decent.World.Littlefs;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>A board's whole drive, full, for weeks.</summary>
public sealed class WholeBoardTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(256 << 10, 28, 4, 50_000)]
    [InlineData(2 << 20, 3, 20, 10_000)]
    public void A_board_lives_for_weeks_on_its_drive_and_the_reserve_stays_free(int driveBytes, int days, int requestsPerMinute, int writtenLeast)
    {
        WholeBoard board = new(driveBytes, seed: 1);
        for (int day = 0; day < days; day++) board.Day(requestsPerMinute);

        int sectors = driveBytes / Geometry.BlockBytes;
        output.WriteLine($"{driveBytes >> 10} KB with all that a board keeps, {days} days, {board.Stored} blocks written, {board.Drive.Boots} starts: "
            + $"{board.UsedMost} of {sectors} sectors used at most, {sectors - board.UsedMost} always free; {board.Drive.Chip.Erases} erases");
        Assert.Equal(0u, board.Failures);
        Assert.Equal(board.Cache.Capacity, board.Cache.Count);
        Assert.InRange(board.Stored, (uint)writtenLeast, uint.MaxValue);
        // As SegmentLayout.ForDrive promises.
        Assert.InRange(board.UsedMost, sectors * 3 / 4, sectors - sectors / 16);
        board.AssertOthersWhole();
    }
}
