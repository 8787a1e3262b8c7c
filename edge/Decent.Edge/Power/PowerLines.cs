using Decent.Edge.Power.Gpio;
#if DOTNETIOT
using Decent.Edge.Power.DotnetIot;
#endif

namespace Decent.Edge.Power;

/// <summary>Opens lines that tell of mains.</summary>
internal static class PowerLines
{
    /// <summary>The line, read by the driver asked for.</summary>
    /// <exception cref="IOException">It cannot be had, or the driver is not in this build; the message says what to do.</exception>
    public static IPowerLine Open(LineDriver driver, IGpioKernel kernel, LineOptions options) => driver switch
    {
        LineDriver.Kernel => new GpioPowerLine(GpioLine.Input(kernel, options)),
#if DOTNETIOT
        LineDriver.DotnetIot => GpioControllerLine.Open(options, TimeProvider.System),
#endif
        _ => throw new IOException($"This build has no {driver} lines: build with -p:DotnetIot=true, or leave --power-driver out."),
    };
}
