using Decent.Edge.Power;

namespace Decent.Edge.Tests.Power;

public sealed class SysfsSupplyTests : BatteryGaugeContract, IDisposable
{
    private const string Supply = "power_supply/BAT0";
    private readonly SysfsFolder _sys = new();

    public void Dispose() => _sys.Dispose();

    [Theory]
    [InlineData("0", 0)]
    [InlineData("63", 63)]
    [InlineData("101", 100)]
    [InlineData("-5", 0)]
    public void The_charge_that_the_kernel_tells_goes_before_the_curve(string capacity, int percent)
    {
        Set(7400, 0);
        _sys.Put(Supply, "capacity", capacity);
        using IBatteryGauge gauge = Open(cells: 2);
        Assert.Equal(percent, gauge.Read().Percent);
    }

    [Theory]
    [InlineData("Discharging", 1200, -1.2)]
    [InlineData("Discharging", -1200, -1.2)]
    [InlineData("Charging", 1200, 1.2)]
    [InlineData("Full", 0, 0)]
    public void A_driver_that_tells_only_how_much_flows_is_believed_on_which_way(string status, int milliampere, double amperes)
    {
        Set(7400, milliampere);
        _sys.Put(Supply, "status", status);
        using IBatteryGauge gauge = Open(cells: 2);
        Assert.Equal(amperes, gauge.Read().Amperes, 0.00005);
    }

    [Fact]
    public void A_supply_without_a_current_has_none()
    {
        Set(7600, -900);
        _sys.Remove(Supply, "current_now");
        using IBatteryGauge gauge = Open(cells: 2);
        Assert.Equal(new BatteryReading(7.6, 0, 42), gauge.Read());
    }

    [Fact]
    public void The_battery_that_is_named_is_measured_and_the_first_one_else()
    {
        _sys.Put("power_supply/AC", "type", "Mains");
        _sys.Put("power_supply/AC", "voltage_now", 5_000_000);
        Set(7400, 0);
        _sys.PutSupply(8000, 0, "power_supply/ups");
        _sys.PutChip(8200, 0);
        _sys.Put("hwmon/hwmon0", "name", "cpu_thermal");
        _sys.Put("hwmon/hwmon0", "in1_input", 1);
        _sys.Put("hwmon/hwmon0", "curr1_input", 1);
        Assert.Equal(("BAT0 of the kernel's", 7.4), Found(null));
        Assert.Equal(("ups of the kernel's", 8.0), Found("ups"));
        Assert.Equal(("ina219 of the kernel's", 8.2), Found("ina219"));
        Assert.Equal(("ina219 of the kernel's", 8.2), Found("hwmon2"));
        foreach (string name in (string[])["AC", "cpu_thermal", "../power_supply/BAT0", ""])
        {
            Assert.Contains("there is: BAT0, ups, ina219.", Assert.Throws<IOException>(() => Found(name)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Without_any_the_driver_is_named_that_may_be_missing()
    {
        IOException none = Assert.Throws<IOException>(() => Found(null));
        Assert.Contains("for an INA219 ina2xx", none.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("lots")]
    [InlineData("99999999999999999999")]
    [InlineData("0x10")]
    public void What_is_no_number_is_an_IOException_that_names_the_file(string text)
    {
        Set(7400, 0);
        using IBatteryGauge gauge = Open(cells: 2);
        _sys.Put(Supply, "voltage_now", text);
        Assert.Contains("voltage_now", Assert.Throws<IOException>(gauge.Read).Message, StringComparison.Ordinal);
    }

    private protected override IBatteryGauge Open(int cells) =>
        SysfsGauge.Find(new BatteryOptions { Gauge = BatteryGaugeKind.Sysfs, Root = _sys.Root, Cells = cells });

    private protected override void Set(int millivolt, int milliampere) => _sys.PutSupply(millivolt, milliampere);

    private protected override void Break() => _sys.Remove(Supply, "voltage_now");

    private (string Description, double Volts) Found(string? device)
    {
        using SysfsGauge gauge = SysfsGauge.Find(new BatteryOptions { Gauge = BatteryGaugeKind.Sysfs, Root = _sys.Root, Device = device });
        return (gauge.Description, gauge.Read().Volts);
    }
}
