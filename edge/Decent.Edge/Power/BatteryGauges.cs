#if DOTNETIOT
using Decent.Edge.Power.DotnetIot;
#endif

namespace Decent.Edge.Power;

/// <summary>Opens gauges.</summary>
internal static class BatteryGauges
{
    /// <summary>The gauge asked for.</summary>
    /// <exception cref="IOException">It is not there, or not in this build; the message says what to do.</exception>
    public static IBatteryGauge Open(BatteryOptions options) => options.Gauge switch
    {
        BatteryGaugeKind.Sysfs => SysfsGauge.Find(options),
#if DOTNETIOT
        BatteryGaugeKind.Ina219 => Ina219Gauge.Open(options),
#endif
        _ => throw new IOException(
            $"This build has no {options.Gauge} gauge: build with -p:DotnetIot=true, "
                + "or have the kernel's ina2xx driver read the chip and use --battery sysfs."),
    };
}
