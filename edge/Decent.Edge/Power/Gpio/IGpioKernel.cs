namespace Decent.Edge.Power.Gpio;

/// <summary>The system calls that the driver needs. A failed one throws <see cref="IOException"/> with the system's own words.</summary>
public interface IGpioKernel
{
    /// <summary>Devices that may be chips, in order.</summary>
    IReadOnlyList<string> Chips();

    /// <summary>Opens a device for its calls; the handle.</summary>
    int Open(string path);

    /// <summary>A call on a handle with an argument that it reads and writes.</summary>
    void Control(int handle, uint call, Span<byte> argument);

    /// <summary>Waits until there is something to read; false when there is not in time.</summary>
    bool Poll(int handle, TimeSpan atMost);

    /// <summary>Bytes read.</summary>
    int Read(int handle, Span<byte> buffer);

    /// <summary>Closes a handle.</summary>
    void Close(int handle);
}
