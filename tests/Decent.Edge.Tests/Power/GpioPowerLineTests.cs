using Decent.Edge.Power;
using Decent.Edge.Power.Gpio;

namespace Decent.Edge.Tests.Power;

public sealed class GpioPowerLineTests : PowerLineContract
{
    private readonly FakeGpio _kernel = new("pinctrl-rp1");

    private protected override int Held => _kernel.OpenHandles;

    private protected override IPowerLine Open(LineOptions options) => new GpioPowerLine(GpioLine.Input(_kernel, options));

    private protected override void Drive(bool isHigh) => _kernel.Drive(isHigh);

    private protected override void Break() => _kernel.IsGone = true;
}
