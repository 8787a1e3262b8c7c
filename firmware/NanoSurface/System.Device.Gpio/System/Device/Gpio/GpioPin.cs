namespace System.Device.Gpio;

public class GpioPin : IDisposable
{
    internal GpioPin() => throw null;

    public int PinNumber { get => throw null; }

    public void SetPinMode(PinMode a) => throw null;
    public PinValue Read() => throw null;
    public void Write(PinValue a) => throw null;
    public void Toggle() => throw null;
    public void Dispose() => throw null;
}
