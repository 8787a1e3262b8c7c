using Decent.Edge.Power;

namespace Decent.Edge.Tests.Power;

public sealed class SysfsChipTests : BatteryGaugeContract, IDisposable
{
    private readonly SysfsFolder _sys = new();

    public void Dispose() => _sys.Dispose();

    private protected override IBatteryGauge Open(int cells) =>
        SysfsGauge.Find(new BatteryOptions { Gauge = BatteryGaugeKind.Sysfs, Root = _sys.Root, Cells = cells });

    private protected override void Set(int millivolt, int milliampere) => _sys.PutChip(millivolt, milliampere);

    private protected override void Break() => _sys.Remove("hwmon/hwmon2", "in1_input");
}
