using System.Globalization;
using System.Text;

namespace Decent.Edge.Power;

/// <summary>
/// A battery that a driver of the kernel's measures: a power supply (Documentation/ABI/testing/sysfs-class-power: microvolts, microamperes, negative while
/// drained), or an INA2xx chip of hwmon (Documentation/hwmon/ina2xx.rst: millivolts, and milliamperes by its file <c>shunt_resistor</c>, which has to be
/// true: 10,000 micro-ohms unless it is set).
/// </summary>
public sealed class SysfsGauge : IBatteryGauge
{
    private const int TextBytesMax = 64;
    private readonly string _folder;
    private readonly bool _isSupply;
    private readonly int _cells;

    private SysfsGauge(string folder, bool isSupply, int cells) => (_folder, _isSupply, _cells) = (folder, isSupply, cells);

    /// <inheritdoc/>
    public string Description => $"{NameOf(_folder)} of the kernel's";

    /// <summary>The battery of that name, or the first one.</summary>
    /// <exception cref="IOException">There is none; the message says what there is.</exception>
    public static SysfsGauge Find(BatteryOptions options)
    {
        List<string> supplies = [.. Folders(options.Root, "power_supply").Where(folder => Has(folder, "voltage_now") && IsBattery(folder))];
        List<string> chips = [.. Folders(options.Root, "hwmon").Where(folder => Has(folder, "in1_input") && Has(folder, "curr1_input") && IsIna(folder))];
        string? found = supplies.Concat(chips)
            .FirstOrDefault(folder => options.Device is null || options.Device == Path.GetFileName(folder) || options.Device == NameOf(folder));
        string there = string.Join(", ", supplies.Concat(chips).Select(NameOf));
        return found is not null ? new SysfsGauge(found, supplies.Contains(found), options.Cells) : throw new IOException(
            $"The kernel measures no battery{(options.Device is { } name ? $" named {name}" : "")} below {options.Root}; "
                + $"{(there.Length > 0 ? $"there is: {there}" : "load the driver of its gauge, for an INA219 ina2xx")}.");
    }

    /// <inheritdoc/>
    public BatteryReading Read() => _isSupply ? ReadSupply() : ReadChip();

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held between readings.
    }

    private BatteryReading ReadSupply()
    {
        double volts = Number("voltage_now") / 1e6;
        double amperes = Has(_folder, "current_now") ? Number("current_now") / 1e6 : 0;
        // There are drivers that tell only how much, and not which way.
        bool isDrained = Has(_folder, "status") && Text(Path.Combine(_folder, "status")) == "Discharging";
        amperes = isDrained ? -Math.Abs(amperes) : amperes;
        int percent = Has(_folder, "capacity") ? (int)Math.Clamp(Number("capacity"), 0, 100) : CellCharge.Percent(volts, amperes, _cells);
        return new BatteryReading(volts, amperes, percent);
    }

    private BatteryReading ReadChip()
    {
        (double volts, double amperes) = (Number("in1_input") / 1e3, Number("curr1_input") / 1e3);
        return new BatteryReading(volts, amperes, CellCharge.Percent(volts, amperes, _cells));
    }

    private long Number(string file)
    {
        string path = Path.Combine(_folder, file), text = Text(path);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number
            : throw new IOException($"{path} holds no number but \"{text}\".");
    }

    private static string Text(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            byte[] text = new byte[TextBytesMax];
            return Encoding.UTF8.GetString(text, 0, file.Read(text)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} cannot be read ({error.Message}): is the gauge still there?", error);
        }
    }

    private static bool Has(string folder, string file) => File.Exists(Path.Combine(folder, file));

    private static bool IsBattery(string folder) => Has(folder, "type") && Text(Path.Combine(folder, "type")) is "Battery" or "UPS";

    private static bool IsIna(string folder) => Has(folder, "name") && NameOf(folder).StartsWith("ina2", StringComparison.Ordinal);

    /// <summary>A chip's own name, since folders of hwmon are numbered anew at each start.</summary>
    private static string NameOf(string folder) => Has(folder, "name") ? Text(Path.Combine(folder, "name")) : Path.GetFileName(folder);

    private static IEnumerable<string> Folders(string root, string kind)
    {
        string folder = Path.Combine(root, kind);
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal) : [];
    }
}
