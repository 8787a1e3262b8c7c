using System.Buffers.Binary;

namespace Decent.Edge.Power.Gpio;

/// <summary>One line of a chip, asked of the kernel and kept until it is disposed.</summary>
public sealed class GpioLine : IDisposable
{
    private readonly IGpioKernel _kernel;
    private readonly int _handle;

    private GpioLine(IGpioKernel kernel, int handle, string description) => (_kernel, _handle, Description) = (kernel, handle, description);

    /// <summary>Chip and line, for a person.</summary>
    public string Description { get; }

    /// <summary>A line whose changes are noted from now on.</summary>
    /// <exception cref="IOException">There is no such chip, or the line is in use; the message says what to do.</exception>
    public static GpioLine Input(IGpioKernel kernel, LineOptions options)
    {
        ulong flags = GpioAbi.Input | GpioAbi.RisingEdge | GpioAbi.FallingEdge | (options.IsActiveLow ? GpioAbi.ActiveLow : 0) | options.Bias switch
        {
            LineBias.PullUp => GpioAbi.PullUp,
            LineBias.PullDown => GpioAbi.PullDown,
            LineBias.Disabled => GpioAbi.BiasDisabled,
            _ => 0,
        };
        uint attribute = options.DebounceMs > 0 ? GpioAbi.Debounce : 0;
        return Open(kernel, options, flags, attribute, (ulong)options.DebounceMs * 1000);
    }

    /// <summary>A line that this process drives, inactive at first.</summary>
    /// <exception cref="IOException">As <see cref="Input"/>.</exception>
    public static GpioLine Output(IGpioKernel kernel, LineOptions options) =>
        Open(kernel, options, GpioAbi.Output | (options.IsActiveLow ? GpioAbi.ActiveLow : 0), GpioAbi.OutputValues, value: 0);

    /// <summary>Whether the line is active now.</summary>
    public bool IsActive()
    {
        Span<byte> values = stackalloc byte[GpioAbi.ValuesBytes];
        values.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(values[GpioAbi.ValuesMaskAt..], 1);
        _kernel.Control(_handle, GpioAbi.GetValues, values);
        return (values[0] & 1) != 0;
    }

    /// <summary>Drives an output.</summary>
    public void Set(bool isActive)
    {
        Span<byte> values = stackalloc byte[GpioAbi.ValuesBytes];
        values.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(values, isActive ? 1UL : 0);
        BinaryPrimitives.WriteUInt64LittleEndian(values[GpioAbi.ValuesMaskAt..], 1);
        _kernel.Control(_handle, GpioAbi.SetValues, values);
    }

    /// <summary>Waits for the next change; false when there was none in time.</summary>
    public bool TryWait(TimeSpan atMost, out bool isActive)
    {
        isActive = false;
        if (!_kernel.Poll(_handle, atMost))
        {
            return false;
        }

        Span<byte> change = stackalloc byte[GpioAbi.EventBytes];
        int read = _kernel.Read(_handle, change);
        if (read != GpioAbi.EventBytes)
        {
            throw new IOException($"{Description} answered {read} bytes in place of a change of {GpioAbi.EventBytes}: this kernel is older than 5.10.");
        }

        isActive = BinaryPrimitives.ReadUInt32LittleEndian(change[GpioAbi.EventIdAt..]) == GpioAbi.Rising;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _kernel.Close(_handle);

    private static GpioLine Open(IGpioKernel kernel, LineOptions options, ulong flags, uint attribute, ulong value)
    {
        (int chip, string label) = Find(kernel, options.Chips);
        try
        {
            byte[] request = GpioAbi.Request(options.Line, flags, attribute, value);
            kernel.Control(chip, GpioAbi.GetLine, request);
            return new GpioLine(kernel, BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(GpioAbi.HandleAt)), $"line {options.Line} of {label}");
        }
        catch (IOException error)
        {
            throw new IOException(
                $"Line {options.Line} of {label} cannot be had ({error.Message}): see who has it with gpioinfo, or choose another line.", error);
        }
        finally
        {
            kernel.Close(chip);
        }
    }

    private static (int Handle, string Label) Find(IGpioKernel kernel, IReadOnlyList<string> wanted)
    {
        List<string> seen = [];
        string problem = "";
        foreach (string path in kernel.Chips())
        {
            int handle;
            try
            {
                handle = kernel.Open(path);
            }
            catch (IOException error)
            {
                problem = $" {error.Message}; its user needs the group that owns it, mostly gpio.";
                continue;
            }

            byte[] info = new byte[GpioAbi.ChipInfoBytes];
            kernel.Control(handle, GpioAbi.GetChipInfo, info);
            string label = GpioAbi.Label(info);
            if (wanted.Contains(label, StringComparer.Ordinal))
            {
                return (handle, label);
            }

            seen.Add(label);
            kernel.Close(handle);
        }

        string there = seen.Count == 0 ? "is none" : $"are: {string.Join(", ", seen)}";
        throw new IOException($"There is no GPIO chip labelled {string.Join(" or ", wanted)}; there {there}.{problem}");
    }
}
