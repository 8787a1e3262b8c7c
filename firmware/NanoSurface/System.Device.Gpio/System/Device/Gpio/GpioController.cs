namespace System.Device.Gpio;

public sealed class GpioController : IDisposable
{
    public GpioController() => throw null;

    public GpioPin OpenPin(int a, PinMode b) => throw null;
    public void Dispose() => throw null;
}
