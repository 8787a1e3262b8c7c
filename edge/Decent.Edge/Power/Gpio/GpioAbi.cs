using System.Buffers.Binary;
using System.Text;

namespace Decent.Edge.Power.Gpio;

/// <summary>
/// The parts of the kernel's GPIO character device that are used here, second version (linux/gpio.h, Linux 5.10 and later): numbers of its calls and
/// where its fields are. The same on 64-bit and 32-bit ARM and on x64.
/// </summary>
public static class GpioAbi
{
    public const uint GetChipInfo = 0x8044B401;
    public const uint GetLine = 0xC250B407;
    public const uint GetValues = 0xC010B40E;
    public const uint SetValues = 0xC010B40F;

    public const int ChipInfoBytes = 68;
    public const int ChipLabelAt = 32;
    public const int NameBytes = 32;

    public const int RequestBytes = 592;
    public const int ConsumerAt = 256;
    public const int FlagsAt = 288;
    public const int AttributesCountAt = 296;
    public const int AttributesAt = 320;
    public const int AttributeBytes = 24;
    public const int AttributeValueAt = 8;
    public const int AttributeMaskAt = 16;
    public const int LinesCountAt = 560;
    public const int HandleAt = 588;

    public const int ValuesBytes = 16;
    public const int ValuesMaskAt = 8;

    public const int EventBytes = 48;
    public const int EventIdAt = 8;

    public const ulong ActiveLow = 1 << 1;
    public const ulong Input = 1 << 2;
    public const ulong Output = 1 << 3;
    public const ulong RisingEdge = 1 << 4;
    public const ulong FallingEdge = 1 << 5;
    public const ulong PullUp = 1 << 8;
    public const ulong PullDown = 1 << 9;
    public const ulong BiasDisabled = 1 << 10;

    public const uint OutputValues = 2;
    public const uint Debounce = 3;

    public const uint Rising = 1;

    private static readonly byte[] Consumer = "decent-edge"u8.ToArray();

    /// <summary>A request for one line; <see cref="HandleAt"/> has the answer.</summary>
    /// <param name="flags">What it is to be.</param>
    /// <param name="attribute">0 for none, <see cref="OutputValues"/> or <see cref="Debounce"/>.</param>
    /// <param name="value">The attribute's: a level, or microseconds.</param>
    public static byte[] Request(int line, ulong flags, uint attribute, ulong value)
    {
        byte[] request = new byte[RequestBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(request, (uint)line);
        Consumer.CopyTo(request, ConsumerAt);
        BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(FlagsAt), flags);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(LinesCountAt), 1);
        if (attribute != 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(AttributesCountAt), 1);
            BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(AttributesAt), attribute);
            // A debounce has 4 bytes of the 8, the first ones on every machine that .NET runs on.
            BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(AttributesAt + AttributeValueAt), value);
            BinaryPrimitives.WriteUInt64LittleEndian(request.AsSpan(AttributesAt + AttributeMaskAt), 1);
        }

        return request;
    }

    /// <summary>The label of a chip, as text.</summary>
    public static string Label(ReadOnlySpan<byte> chipInfo)
    {
        ReadOnlySpan<byte> label = chipInfo.Slice(ChipLabelAt, NameBytes);
        int end = label.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? label : label[..end]);
    }
}
