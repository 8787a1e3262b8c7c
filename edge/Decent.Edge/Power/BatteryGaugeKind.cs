namespace Decent.Edge.Power;

/// <summary>What measures a battery.</summary>
public enum BatteryGaugeKind
{
    /// <summary>A driver of the kernel's, read below <c>/sys/class</c>.</summary>
    Sysfs,

    /// <summary>An INA219 on an I2C bus by Iot.Device.Bindings, where the build was made with <c>-p:DotnetIot=true</c>.</summary>
    Ina219,
}
