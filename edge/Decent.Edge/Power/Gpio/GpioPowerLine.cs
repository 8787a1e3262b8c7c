namespace Decent.Edge.Power.Gpio;

/// <summary>Mains on a line of the kernel's: an active line means that it is gone.</summary>
public sealed class GpioPowerLine(GpioLine line) : IPowerLine
{
    /// <inheritdoc/>
    public string Description => line.Description;

    /// <inheritdoc/>
    public bool IsLost() => line.IsActive();

    /// <inheritdoc/>
    public bool TryWait(TimeSpan atMost, out bool isLost) => line.TryWait(atMost, out isLost);

    /// <inheritdoc/>
    public void Dispose() => line.Dispose();
}
