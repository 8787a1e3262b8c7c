using Decent.Edge.Power;

namespace Decent.Edge.Tests.Power;

/// <summary>What every gauge keeps that measures voltage and current.</summary>
public abstract class BatteryGaugeContract
{
    /// <summary>Opens a gauge of so many cells in series.</summary>
    private protected abstract IBatteryGauge Open(int cells);

    /// <summary>What is measured from now on: volts a multiple of 4 mV.</summary>
    private protected abstract void Set(int millivolt, int milliampere);

    /// <summary>From now on the gauge does not answer; <see cref="Set"/> mends it.</summary>
    private protected abstract void Break();

    [Theory]
    [InlineData(8120, 0)]
    [InlineData(7400, -1500)]
    [InlineData(8400, 900)]
    [InlineData(6000, -3100)]
    [InlineData(7000, -1)]
    public void Voltage_and_current_are_the_batterys_and_current_is_negative_while_it_is_drained(int millivolt, int milliampere)
    {
        Set(millivolt, milliampere);
        using IBatteryGauge gauge = Open(cells: 2);
        BatteryReading reading = gauge.Read();
        Assert.Equal(millivolt / 1000.0, reading.Volts, 0.0005);
        Assert.Equal(milliampere / 1000.0, reading.Amperes, 0.00005);
    }

    [Theory]
    [InlineData(2, 8800, 0, 100)]
    [InlineData(2, 8400, 0, 100)]
    [InlineData(2, 8200, 0, 91)]
    [InlineData(2, 7600, 0, 42)]
    [InlineData(2, 7500, 0, 27)]
    [InlineData(2, 7400, 0, 12)]
    [InlineData(2, 7200, 0, 2)]
    [InlineData(2, 7000, 0, 0)]
    [InlineData(2, 5000, 0, 0)]
    [InlineData(2, 7400, -1000, 42)]
    [InlineData(2, 8400, 1000, 91)]
    [InlineData(1, 3800, 0, 42)]
    [InlineData(3, 11_400, 0, 42)]
    public void Charge_follows_from_the_voltage_that_the_cells_would_show_at_rest(int cells, int millivolt, int milliampere, int percent)
    {
        Set(millivolt, milliampere);
        using IBatteryGauge gauge = Open(cells);
        Assert.Equal(percent, gauge.Read().Percent);
    }

    [Fact]
    public void Charge_never_falls_while_voltage_rises()
    {
        Set(5600, 0);
        using IBatteryGauge gauge = Open(cells: 2);
        int before = 0;
        for (int millivolt = 5600; millivolt <= 8800; millivolt += 16)
        {
            Set(millivolt, 0);
            int percent = gauge.Read().Percent;
            Assert.InRange(percent, before, 100);
            before = percent;
        }

        Assert.Equal(100, before);
    }

    [Fact]
    public void A_gauge_that_does_not_answer_is_an_IOException_with_its_name_until_it_does()
    {
        Set(7400, 0);
        using IBatteryGauge gauge = Open(cells: 2);
        Break();
        Assert.NotEmpty(Assert.Throws<IOException>(gauge.Read).Message);
        Set(7600, 0);
        Assert.Equal(7.6, gauge.Read().Volts, 0.0005);
    }
}
