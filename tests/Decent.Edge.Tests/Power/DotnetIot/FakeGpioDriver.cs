using System.Device.Gpio;

namespace Decent.Edge.Tests.Power.DotnetIot;

/// <summary>A chip of System.Device.Gpio, of one line.</summary>
internal sealed class FakeGpioDriver : GpioDriver
{
    private PinChangeEventHandler? _callback;

    public int OpenPins { get; private set; }

    public PinMode Mode { get; private set; }

    public bool IsTaken { get; init; }

    public bool IsGone { get; set; }

    public bool IsDisposed { get; private set; }

    public bool IsHigh { get; private set; }

    protected override int PinCount => 54;

    /// <summary>Somebody outside sets the line; an edge that is not noted is one that the driver lost.</summary>
    public void Drive(bool isHigh, bool isNoted = true)
    {
        if (isHigh == IsHigh)
        {
            return;
        }

        IsHigh = isHigh;
        if (isNoted)
        {
            _callback?.Invoke(this, new PinValueChangedEventArgs(isHigh ? PinEventTypes.Rising : PinEventTypes.Falling, 6));
        }
    }

    protected override void OpenPin(int pinNumber)
    {
        if (IsTaken)
        {
            throw new InvalidOperationException("Device or resource busy");
        }

        OpenPins++;
    }

    protected override void ClosePin(int pinNumber) => OpenPins--;

    protected override void SetPinMode(int pinNumber, PinMode mode) => Mode = mode;

    protected override PinMode GetPinMode(int pinNumber) => Mode;

    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;

    protected override PinValue Read(int pinNumber) => IsGone ? throw new InvalidOperationException("the chip is gone") : IsHigh;

    protected override void Write(int pinNumber, PinValue value) => throw new NotSupportedException("An input is not written.");

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Edges between two of these calls would be lost.");

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
    {
        Assert.Equal(PinEventTypes.Rising | PinEventTypes.Falling, eventTypes);
        _callback += callback;
    }

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) => _callback -= callback;

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
