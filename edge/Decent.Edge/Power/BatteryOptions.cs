namespace Decent.Edge.Power;

/// <summary>Which gauge measures the battery of a UPS board, and how it is wired. The defaults are those of Waveshare's UPS HAT and UPS HAT (B).</summary>
public sealed record BatteryOptions
{
    /// <summary>What measures.</summary>
    public required BatteryGaugeKind Gauge { get; init; }

    /// <summary>Name of the kernel's device or chip, as its folder or its file <c>name</c> says; null for the first battery that there is.</summary>
    public string? Device { get; init; }

    /// <summary>Where the kernel shows its devices. Default: <c>/sys/class</c>.</summary>
    public string Root { get; init; } = "/sys/class";

    /// <summary>Number of the I2C bus of an INA219, 0 to 255. Default 1, the one on a Raspberry Pi's header.</summary>
    public int Bus { get; init; } = 1;

    /// <summary>Address of an INA219 on its bus, 0x40 to 0x4F. Default 0x42.</summary>
    public int Address { get; init; } = 0x42;

    /// <summary>
    /// The resistor that an INA219 measures its current by, in ohms, 0.001 to 1. Default 0.1: Waveshare's program for these two boards reckons with it; that
    /// for its boards with one cell (0x43) and with three (0x41) reckons with 0.01.
    /// </summary>
    public double ShuntOhms { get; init; } = 0.1;

    /// <summary>Lithium-ion cells in series, 1 to 16, where charge follows from voltage. Default 2.</summary>
    public int Cells { get; init; } = 2;

    /// <summary>The rule that these break, as a sentence; null when they are good.</summary>
    public string? Rule()
    {
        if (Bus is < 0 or > 255)
        {
            return $"{Bus} is no I2C bus: 0 to 255, as in /dev/i2c-1.";
        }

        if (Address is < 0x40 or > 0x4F)
        {
            return $"0x{Address:X2} is no address of an INA219: 0x40 to 0x4F.";
        }

        if (ShuntOhms is not (>= 0.001 and <= 1))
        {
            return FormattableString.Invariant($"{ShuntOhms} ohm is no shunt: 0.001 to 1, often printed on it as R100 for 0.1.");
        }

        return Cells is < 1 or > 16 ? $"{Cells} is no number of cells in series: 1 to 16." : null;
    }
}
