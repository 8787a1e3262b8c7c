using System.CommandLine;
using System.Globalization;
using Decent.Edge.Power;
using Decent.Hosting.Cli;

namespace Decent.Edge.Cli;

/// <summary>The flags of <c>run</c> that say what measures the battery.</summary>
internal sealed class BatteryFlags
{
    private readonly Option<string?> _gauge = new("--battery")
    {
        Description = "What measures the battery: sysfs, sysfs:NAME (a driver of the kernel's) or ina219. Default: nothing.", HelpName = "GAUGE",
    };

    private readonly Option<int?> _bus = new("--battery-bus") { Description = "I2C bus of an INA219. Default 1.", HelpName = "NUMBER" };

    private readonly Option<string?> _address = new("--battery-address") { Description = "Its address on the bus. Default 0x42.", HelpName = "ADDRESS" };

    private readonly Option<double?> _shunt = new("--battery-shunt")
    {
        Description = "The resistor that it measures current by. Default 0.1.", HelpName = "OHM",
    };

    private readonly Option<int?> _cells = new("--battery-cells")
    {
        Description = "Lithium-ion cells in series, where charge follows from voltage. Default 2.", HelpName = "NUMBER",
    };

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_gauge, _bus, _address, _shunt, _cells];

    /// <summary>What they say; null for no gauge.</summary>
    /// <exception cref="CliException">There is no such gauge, or a value is none.</exception>
    public BatteryOptions? Read(ParseResult parsed)
    {
        if (parsed.GetValue(_gauge) is not { } gauge)
        {
            return All.Any(flag => parsed.GetResult(flag) is not null)
                ? throw new CliException("The other flags of --battery need it: --battery ina219 or --battery sysfs.") : null;
        }

        BatteryOptions options = Gauge(gauge);
        return options with
        {
            Bus = parsed.GetValue(_bus) ?? options.Bus,
            Address = parsed.GetValue(_address) is { } address ? Address(address) : options.Address,
            ShuntOhms = parsed.GetValue(_shunt) ?? options.ShuntOhms,
            Cells = parsed.GetValue(_cells) ?? options.Cells,
        };
    }

    private static BatteryOptions Gauge(string text) => text switch
    {
        "ina219" => new BatteryOptions { Gauge = BatteryGaugeKind.Ina219 },
        "sysfs" => new BatteryOptions { Gauge = BatteryGaugeKind.Sysfs },
        _ when text.StartsWith("sysfs:", StringComparison.Ordinal) && text.Length > 6 =>
            new BatteryOptions { Gauge = BatteryGaugeKind.Sysfs, Device = text[6..] },
        _ => throw new CliException($"There is no gauge \"{text}\": --battery takes sysfs, sysfs:NAME or ina219."),
    };

    private static int Address(string text)
    {
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return int.TryParse(isHex ? text[2..] : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out int address)
            ? address
            : throw new CliException($"\"{text}\" is no address on an I2C bus: --battery-address takes 0x42, what i2cdetect shows with 0x before it.");
    }
}
