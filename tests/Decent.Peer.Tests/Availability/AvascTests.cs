using Decent.Peer.Availability;

namespace Decent.Peer.Tests.Availability;

/// <summary>The golden vectors of the design, in thousandths, at 10 MB/s: hours up on each of seven days.</summary>
public sealed class AvascTests
{
    private const long TenMegabytes = 10_000_000;

    [Theory]
    [InlineData("a new node", 18, 18, 18, 18, 18, 18, 18, 0, 750_000)]
    [InlineData("three full days", 18, 18, 18, 18, 24, 24, 24, 0, 857_142)]
    [InlineData("seven full days", 24, 24, 24, 24, 24, 24, 24, 0, 1_000_000)]
    [InlineData("twelve hours a day", 12, 12, 12, 12, 12, 12, 12, 0, 500_000)]
    [InlineData("two ungraceful stops", 24, 24, 24, 24, 24, 24, 24, 2, 980_000)]
    [InlineData("a mismatch", 6, 6, 6, 6, 6, 6, 6, 0, 250_000)]
    [InlineData("a mismatch, a full day later", 6, 6, 6, 6, 6, 6, 24, 0, 357_142)]
    [InlineData("three hours a day", 3, 3, 3, 3, 3, 3, 3, 0, 125_000)]
    [InlineData("never up", 0, 0, 0, 0, 0, 0, 0, 3, 0)]
    public void A_week_gives_its_score(string week, int a, int b, int c, int d, int e, int f, int g, int stops, long milli)
    {
        Assert.NotEmpty(week);
        Assert.Equal(milli, Avasc.Milli((a + b + c + d + e + f + g) * 3_600L, stops, TenMegabytes));
    }

    [Fact]
    public void A_new_board_at_a_tenth_of_a_megabyte_scores_seven_and_a_half() =>
        Assert.Equal(7_500, Avasc.Milli(7 * 18 * 3_600, 0, 100_000));

    [Fact]
    public void Stops_never_make_a_score_negative()
    {
        for (int stops = 0; stops < 200; stops++)
        {
            long score = Avasc.Milli(604_800, stops, TenMegabytes);
            Assert.Equal(Math.Max(0, 1_000_000 - 10_000 * stops), score);
        }
    }

    [Fact]
    public void The_fastest_node_does_not_overflow() => Assert.Equal(1_000_000_000, Avasc.Milli(604_800, 0, 10_000_000_000));
}
