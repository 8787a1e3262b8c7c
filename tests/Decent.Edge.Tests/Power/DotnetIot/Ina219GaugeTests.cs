using Decent.Edge.Power;
using Decent.Edge.Power.DotnetIot;

namespace Decent.Edge.Tests.Power.DotnetIot;

public sealed class Ina219GaugeTests : BatteryGaugeContract, IDisposable
{
    private FakeIna219 _chip = new(0.1);

    public void Dispose() => _chip.Dispose();

    [Theory]
    [InlineData(0.1, -3100)]
    [InlineData(0.01, -5000)]
    [InlineData(0.01, 12_000)]
    [InlineData(0.05, -6400)]
    public void The_current_is_right_whatever_the_shunt_is(double shuntOhms, int milliampere)
    {
        _chip = new FakeIna219(shuntOhms);
        Set(7400, milliampere);
        using Ina219Gauge gauge = new(_chip, new BatteryOptions { Gauge = BatteryGaugeKind.Ina219, ShuntOhms = shuntOhms });
        Assert.Equal(milliampere / 1000.0, gauge.Read().Amperes, 0.00005);
    }

    [Fact]
    public void A_chip_that_lost_its_settings_measures_on()
    {
        Set(7400, -1500);
        using IBatteryGauge gauge = Open(cells: 2);
        _chip.Reset();
        Assert.Equal(-1.5, gauge.Read().Amperes, 0.00005);
    }

    [Fact]
    public void One_that_does_not_answer_at_the_start_is_named_with_what_to_do_and_let_go()
    {
        _chip.IsAway = true;
        IOException away = Assert.Throws<IOException>(() => Open(cells: 2));
        Assert.Contains("INA219 at 0x42 of I2C bus 1 does not answer", away.Message, StringComparison.Ordinal);
        Assert.Contains("i2cdetect -y 1", away.Message, StringComparison.Ordinal);
        Assert.True(_chip.IsDisposed);
    }

    [Fact]
    public void Its_bus_is_let_go_with_it()
    {
        Open(cells: 2).Dispose();
        Assert.True(_chip.IsDisposed);
    }

    private protected override IBatteryGauge Open(int cells) =>
        new Ina219Gauge(_chip, new BatteryOptions { Gauge = BatteryGaugeKind.Ina219, Cells = cells });

    private protected override void Set(int millivolt, int milliampere)
    {
        _chip.IsAway = false;
        _chip.Set(millivolt, milliampere);
    }

    private protected override void Break() => _chip.IsAway = true;
}
