using Decent.Edge.Power;

namespace Decent.Edge.Tests.Power;

/// <summary>What every line that tells of mains keeps, whatever reads it. The chip is low at first.</summary>
public abstract class PowerLineContract
{
    /// <summary>Lines of the chip that are in use.</summary>
    private protected abstract int Held { get; }

    /// <summary>Opens a line of the chip.</summary>
    private protected abstract IPowerLine Open(LineOptions options);

    /// <summary>Somebody outside sets the line.</summary>
    private protected abstract void Drive(bool isHigh);

    /// <summary>From now on the chip does not answer.</summary>
    private protected abstract void Break();

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public void The_level_at_the_start_is_read_and_no_change(bool isActiveLow, bool isHigh, bool isLost)
    {
        Drive(isHigh);
        using IPowerLine line = Open(Line(isActiveLow));
        Assert.Equal(isLost, line.IsLost());
        Assert.False(line.TryWait(TimeSpan.Zero, out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_change_is_told_once_and_either_way(bool isActiveLow)
    {
        Drive(isHigh: isActiveLow);
        using IPowerLine line = Open(Line(isActiveLow));
        foreach (bool isGone in (bool[])[true, false, true])
        {
            Drive(isHigh: isGone != isActiveLow);
            Assert.Equal(isGone, line.IsLost());
            Assert.True(line.TryWait(TimeSpan.Zero, out bool isLost));
            Assert.Equal(isGone, isLost);
            Assert.False(line.TryWait(TimeSpan.Zero, out _));
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void However_often_it_changed_between_two_waits_what_is_told_last_is_its_level(int changes, bool isGone)
    {
        using IPowerLine line = Open(Line(isActiveLow: false));
        for (int change = 1; change <= changes; change++)
        {
            Drive(isHigh: change % 2 != 0);
        }

        bool last = false;
        while (line.TryWait(TimeSpan.Zero, out bool isLost))
        {
            last = isLost;
        }

        Assert.Equal((isGone, isGone), (last, line.IsLost()));
    }

    [Fact]
    public void A_chip_that_does_not_answer_is_an_IOException()
    {
        using IPowerLine line = Open(Line(isActiveLow: false));
        Break();
        Assert.Throws<IOException>(() => line.IsLost());
        Assert.Throws<IOException>(() => line.TryWait(TimeSpan.Zero, out _));
    }

    [Fact]
    public void It_names_chip_and_line_and_lets_go_of_it_at_its_end()
    {
        using (IPowerLine line = Open(Line(isActiveLow: false)))
        {
            Assert.Contains("line 6 of pinctrl-rp1", line.Description, StringComparison.Ordinal);
            Assert.Equal(1, Held);
        }

        Assert.Equal(0, Held);
    }

    private protected static LineOptions Line(bool isActiveLow) => new() { Line = 6, IsActiveLow = isActiveLow, DebounceMs = 0 };
}
