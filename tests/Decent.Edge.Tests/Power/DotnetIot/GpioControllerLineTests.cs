using System.Device.Gpio;
using Decent.Edge.Power;
using Decent.Edge.Power.DotnetIot;

namespace Decent.Edge.Tests.Power.DotnetIot;

public sealed class GpioControllerLineTests : PowerLineContract, IDisposable
{
    private static readonly LineOptions Debounced = new() { Line = 6, DebounceMs = 20 };
    private readonly FakeGpioDriver _driver = new();
    private readonly HandTime _time = new();

    private protected override int Held => _driver.OpenPins;

    public void Dispose() => _driver.Dispose();

    [Fact]
    public void A_change_counts_once_it_stood_for_the_debounce_over_several_waits()
    {
        using IPowerLine line = Open(Debounced);
        _driver.Drive(isHigh: true);
        Assert.Null(After(line, 0));
        Assert.Null(After(line, 19));
        Assert.True(After(line, 1));
        _driver.Drive(isHigh: false);
        Assert.Null(After(line, 0));
        Assert.False(After(line, 20));
    }

    [Fact]
    public void A_pulse_that_is_shorter_is_none_and_the_last_edge_is_not_lost()
    {
        using IPowerLine line = Open(Debounced);
        _driver.Drive(isHigh: true);
        Assert.Null(After(line, 0));
        _driver.Drive(isHigh: false);
        Assert.Null(After(line, 100));
        _driver.Drive(isHigh: true);
        Assert.Null(After(line, 0));
        // It bounces between two waits, and ends where it was: the time begins anew.
        _driver.Drive(isHigh: false);
        _driver.Drive(isHigh: true);
        Assert.Null(After(line, 15));
        Assert.Null(After(line, 15));
        Assert.True(After(line, 5));
    }

    [Fact]
    public void A_level_whose_edge_nobody_noted_is_seen_at_the_next_wait()
    {
        using IPowerLine line = Open(Line(isActiveLow: false));
        _driver.Drive(isHigh: true, isNoted: false);
        Assert.True(After(line, 0));
    }

    [Fact]
    public async Task A_wait_that_is_under_way_is_ended_by_the_change()
    {
        // The real clock, and far less time than the wait would take.
        using GpioControllerLine line = new(_driver, "pinctrl-rp1", Debounced, TimeProvider.System);
        Task<(bool, bool)> waiting = Task.Run(() => (line.TryWait(TimeSpan.FromMinutes(10), out bool isLost), isLost));
        _driver.Drive(isHigh: true);
        Assert.Equal((true, true), await waiting.Soon());
        Assert.False(line.TryWait(TimeSpan.FromMilliseconds(5), out _));
    }

    [Theory]
    [InlineData(LineBias.AsIs, PinMode.Input)]
    [InlineData(LineBias.Disabled, PinMode.Input)]
    [InlineData(LineBias.PullUp, PinMode.InputPullUp)]
    [InlineData(LineBias.PullDown, PinMode.InputPullDown)]
    public void Its_bias_is_asked_for_as_far_as_there_is_a_word_for_it(LineBias bias, PinMode mode)
    {
        using IPowerLine line = Open(Debounced with { Bias = bias });
        Assert.Equal(mode, _driver.Mode);
    }

    [Fact]
    public void A_line_that_is_in_use_is_named_with_what_to_do_and_the_chip_let_go()
    {
        using FakeGpioDriver taken = new() { IsTaken = true };
        IOException busy = Assert.Throws<IOException>(() => new GpioControllerLine(taken, "pinctrl-rp1", Debounced, _time));
        Assert.Contains("Line 6 of pinctrl-rp1 cannot be had (Device or resource busy): see who has it with gpioinfo", busy.Message, StringComparison.Ordinal);
        Assert.True(taken.IsDisposed);
    }

    [Fact]
    public void A_chip_that_is_gone_is_let_go_too()
    {
        IPowerLine line = Open(Debounced);
        _driver.IsGone = true;
        line.Dispose();
        Assert.True(_driver.IsDisposed);
    }

    [Fact]
    public void The_chips_of_this_machine_are_looked_at_without_a_crash()
    {
        IOException none = Assert.Throws<IOException>(() => GpioControllerLine.Open(Debounced with { Chips = ["no such chip"] }, _time));
        Assert.Contains("There is no GPIO chip labelled no such chip; ", none.Message, StringComparison.Ordinal);
    }

    private protected override IPowerLine Open(LineOptions options) => new GpioControllerLine(_driver, "pinctrl-rp1", options, _time);

    private protected override void Drive(bool isHigh) => _driver.Drive(isHigh);

    private protected override void Break() => _driver.IsGone = true;

    /// <summary>What a wait of no time tells after so many milliseconds; null for no change.</summary>
    private bool? After(IPowerLine line, int ms)
    {
        _time.Advance(TimeSpan.FromMilliseconds(ms));
        return line.TryWait(TimeSpan.Zero, out bool isLost) ? isLost : null;
    }
}
