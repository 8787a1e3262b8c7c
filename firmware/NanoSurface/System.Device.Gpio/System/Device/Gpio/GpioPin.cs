namespace System.Device.Gpio;

public class GpioPin : IDisposable
{
    internal GpioPin() => throw null;

    public void Write(PinValue a) => throw null;
    public void Dispose() => throw null;
}
