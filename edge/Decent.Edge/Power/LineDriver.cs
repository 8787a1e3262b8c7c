namespace Decent.Edge.Power;

/// <summary>What reads a GPIO line.</summary>
public enum LineDriver
{
    /// <summary>The kernel's own character device, Linux 5.10 and later. The default.</summary>
    Kernel,

    /// <summary>System.Device.Gpio over libgpiod, where the build was made with <c>-p:DotnetIot=true</c>.</summary>
    DotnetIot,
}
