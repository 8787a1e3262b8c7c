using System.Buffers.Binary;
using System.Text;
using Decent.Edge.Power;
using Decent.Edge.Power.Gpio;

namespace Decent.Edge.Tests.Power;

/// <summary>
/// A kernel with chips of one line each, which reads requests by the offsets of linux/gpio.h written out here once more, and answers as the kernel does.
/// </summary>
internal sealed class FakeGpio(params string[] labels) : IGpioKernel
{
    private const int LineHandle = 1000;
    private readonly List<int> _open = [];
    private readonly Queue<byte[]> _events = [];
    private uint _sequence;

    public int OpenHandles => _open.Count;

    public int Taken { get; init; } = -1;

    public bool IsForbidden { get; init; }

    public bool ShortEvents { get; init; }

    /// <summary>From now on nothing answers.</summary>
    public bool IsGone { get; set; }

    public bool IsActiveLow { get; private set; }

    public bool IsOutput { get; private set; }

    public LineBias Bias { get; private set; }

    public int DebounceUs { get; private set; }

    public bool IsHigh { get; private set; }

    /// <summary>Somebody outside sets the line; its edges are noted once it was asked for.</summary>
    public void Drive(bool isHigh)
    {
        if (isHigh == IsHigh)
        {
            return;
        }

        IsHigh = isHigh;
        if (!_open.Contains(LineHandle))
        {
            return;
        }

        byte[] change = new byte[ShortEvents ? 16 : 48];
        BinaryPrimitives.WriteUInt32LittleEndian(change.AsSpan(8), isHigh != IsActiveLow ? 1u : 2u);
        if (!ShortEvents)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(change.AsSpan(16), ++_sequence);
        }

        _events.Enqueue(change);
    }

    public IReadOnlyList<string> Chips() => [.. labels.Select((_, i) => $"/dev/gpiochip{i}")];

    public int Open(string path)
    {
        if (IsForbidden)
        {
            throw new IOException($"opening {path}: Permission denied");
        }

        int handle = 10 + int.Parse(path["/dev/gpiochip".Length..], System.Globalization.CultureInfo.InvariantCulture);
        _open.Add(handle);
        return handle;
    }

    public void Control(int handle, uint call, Span<byte> argument)
    {
        Assert.Contains(handle, _open);
        FailIfGone();
        switch (call)
        {
            case 0x8044B401:
                Assert.Equal(68, argument.Length);
                Encoding.ASCII.GetBytes(labels[handle - 10]).CopyTo(argument[32..]);
                break;
            case 0xC250B407:
                Assert.Equal(592, argument.Length);
                Request(argument);
                break;
            case 0xC010B40E:
                Assert.Equal((LineHandle, 1ul), (handle, BinaryPrimitives.ReadUInt64LittleEndian(argument[8..])));
                BinaryPrimitives.WriteUInt64LittleEndian(argument, IsHigh != IsActiveLow ? 1ul : 0);
                break;
            case 0xC010B40F:
                Assert.Equal((LineHandle, 1ul), (handle, BinaryPrimitives.ReadUInt64LittleEndian(argument[8..])));
                IsHigh = (argument[0] != 0) != IsActiveLow;
                break;
            default:
                throw new IOException($"GPIO call {call:X8}: Inappropriate ioctl for device");
        }
    }

    public bool Poll(int handle, TimeSpan atMost)
    {
        FailIfGone();
        return _events.Count > 0;
    }

    public int Read(int handle, Span<byte> buffer)
    {
        byte[] change = _events.Dequeue();
        change.CopyTo(buffer);
        return change.Length;
    }

    public void Close(int handle) => Assert.True(_open.Remove(handle));

    private void FailIfGone()
    {
        if (IsGone)
        {
            throw new IOException("No such device");
        }
    }

    private void Request(Span<byte> request)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(request) == (uint)Taken)
        {
            throw new IOException("GPIO call C250B407: Device or resource busy");
        }

        ulong flags = BinaryPrimitives.ReadUInt64LittleEndian(request[288..]);
        Assert.Equal(1u, BinaryPrimitives.ReadUInt32LittleEndian(request[560..]));
        Assert.Equal("decent-edge", Encoding.ASCII.GetString(request[256..267]));
        (IsActiveLow, IsOutput) = ((flags & 2) != 0, (flags & 8) != 0);
        Bias = (flags & 0x700) switch { 0x100 => LineBias.PullUp, 0x200 => LineBias.PullDown, 0x400 => LineBias.Disabled, _ => LineBias.AsIs };
        Assert.Equal(IsOutput ? 8ul : 0x34ul, flags & 0x3C);
        uint attributes = BinaryPrimitives.ReadUInt32LittleEndian(request[296..]);
        if (attributes == 1)
        {
            Assert.Equal(1ul, BinaryPrimitives.ReadUInt64LittleEndian(request[336..]));
            ulong value = BinaryPrimitives.ReadUInt64LittleEndian(request[328..]);
            bool isValue = BinaryPrimitives.ReadUInt32LittleEndian(request[320..]) == 2;
            DebounceUs = isValue ? 0 : (int)value;
            IsHigh = isValue ? (value != 0) != IsActiveLow : IsHigh;
        }

        BinaryPrimitives.WriteInt32LittleEndian(request[588..], LineHandle);
        _open.Add(LineHandle);
    }
}
