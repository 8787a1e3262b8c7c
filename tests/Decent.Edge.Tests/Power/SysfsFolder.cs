using System.Globalization;

namespace Decent.Edge.Tests.Power;

/// <summary>A folder as the kernel's <c>/sys/class</c>, with the files that a test puts there.</summary>
internal sealed class SysfsFolder : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Root => _folder.Path;

    /// <summary>A file of a device, with the line end that the kernel writes.</summary>
    public void Put(string device, string file, object value) =>
        _folder.Put(Path.Combine(device, file), System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{value}\n")));

    public void Remove(string device, string file) => File.Delete(Path.Combine(Root, device, file));

    /// <summary>The chip of Waveshare's board as the kernel's ina2xx driver shows it.</summary>
    public void PutChip(int millivolt, int milliampere, string device = "hwmon/hwmon2")
    {
        Put(device, "name", "ina219");
        Put(device, "in0_input", milliampere / 10);
        Put(device, "in1_input", millivolt);
        Put(device, "curr1_input", milliampere);
    }

    /// <summary>A battery as a charger's driver shows it.</summary>
    public void PutSupply(int millivolt, int milliampere, string device = "power_supply/BAT0")
    {
        Put(device, "type", "Battery");
        Put(device, "voltage_now", millivolt * 1000L);
        Put(device, "current_now", milliampere * 1000L);
    }

    public void Dispose() => _folder.Dispose();
}
