namespace System.Device.Gpio;

public readonly struct PinValue
{
    public static PinValue High { get => throw null; }
    public static PinValue Low { get => throw null; }
}
