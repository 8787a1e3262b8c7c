using Decent.Content;
using Decent.Edge.Scrubbing;

namespace Decent.Edge.Tests.Scrubbing;

public sealed class ScrubPaceTests
{
    private static readonly ScrubOptions Options = new();

    [Theory]
    [InlineData(0, 64_000)]
    [InlineData(2_000_000_000, 64_000)]
    [InlineData(120_960_000_000, 200_000)]
    [InlineData(5_000_000_000_000, 2_000_000)]
    public void Everything_is_read_within_the_period_between_the_slowest_and_the_fastest_rate(long heldBytes, long bytesPerSecond)
    {
        ScrubPace pace = new(Options, default);
        pace.Begin(TimeSpan.Zero, heldBytes);

        Assert.Equal(bytesPerSecond, pace.BytesPerSecond);
        Assert.True(pace.Goes(new ScrubRead(new ScrubPlace(At(1), 1), 1_000_000, IsEnd: false), TimeSpan.Zero, out TimeSpan pause));
        Assert.Equal(1_000_000d / bytesPerSecond, pause.TotalSeconds, 6);
    }

    [Fact]
    public void A_pass_goes_from_its_first_place_to_the_end_and_from_the_beginning_to_its_first_place_and_then_rests()
    {
        ScrubPace pace = new(Options, new ScrubPlace(At(5), 0));
        pace.Begin(TimeSpan.FromHours(1), 1000);
        Assert.True(Goes(pace, At(7)));
        Assert.True(pace.Goes(new ScrubRead(default, 0, IsEnd: true), TimeSpan.FromHours(2), out TimeSpan pause));
        Assert.Equal((default, TimeSpan.Zero), (pace.At, pause));
        Assert.True(Goes(pace, At(2)));
        Assert.True(Goes(pace, At(4)));
        Assert.Equal(0, pace.Passes);

        Assert.False(pace.Goes(new ScrubRead(new ScrubPlace(At(7), 1), 10, IsEnd: false), TimeSpan.FromHours(3), out pause));
        Assert.Equal((1, Options.Period - TimeSpan.FromHours(2)), (pace.Passes, pause));
    }

    [Fact]
    public void With_nothing_held_a_pass_is_over_at_once()
    {
        ScrubPace pace = new(Options, new ScrubPlace(At(5), 0));
        pace.Begin(TimeSpan.Zero, 0);
        Assert.True(pace.Goes(new ScrubRead(default, 0, IsEnd: true), TimeSpan.Zero, out TimeSpan _));
        Assert.False(pace.Goes(new ScrubRead(default, 0, IsEnd: true), TimeSpan.Zero, out TimeSpan pause));
        Assert.Equal(Options.Period, pause);
    }

    [Fact]
    public void What_stays_wrong_is_read_again_once_a_second_at_most()
    {
        ScrubPace pace = new(Options, default);
        pace.Begin(TimeSpan.Zero, 1000);
        Assert.True(pace.Goes(new ScrubRead(new ScrubPlace(At(1), 0), 0, IsEnd: false), TimeSpan.Zero, out TimeSpan pause));
        Assert.Equal(TimeSpan.FromSeconds(1), pause);
    }

    private static bool Goes(ScrubPace pace, Cid at) => pace.Goes(new ScrubRead(new ScrubPlace(at, 1), 10, IsEnd: false), TimeSpan.FromHours(2), out _);

    private static Cid At(byte first)
    {
        byte[] digest = new byte[32];
        digest[0] = first;
        return Cid.Raw(digest);
    }
}
