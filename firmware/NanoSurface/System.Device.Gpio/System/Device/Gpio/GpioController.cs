namespace System.Device.Gpio;

public sealed class GpioController : IDisposable
{
    public GpioController() => throw null;

    public int PinCount { get => throw null; }

    public GpioPin OpenPin(int a) => throw null;
    public GpioPin OpenPin(int a, PinMode b) => throw null;
    public void ClosePin(int a) => throw null;
    public void Dispose() => throw null;
    public bool IsPinModeSupported(int a, PinMode b) => throw null;
    public bool IsPinOpen(int a) => throw null;
}
