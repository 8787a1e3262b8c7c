using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Decent.Hosting.Lan;

/// <summary>IPv4 as the Small machines know it: 10.0.0.1 is 0x0A000001.</summary>
public static class LanAddress
{
    private const int BitsDefault = 24;

    /// <summary>False for anything but IPv4.</summary>
    public static bool TryGet(IPAddress address, out uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        number = 0;
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetwork || !address.TryWriteBytes(bytes, out _))
        {
            return false;
        }

        number = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return true;
    }

    public static IPAddress Of(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }

    /// <summary>Whether an address means another machine on another LAN: those of RFC 1918, link-local ones and loopback.</summary>
    public static bool IsPrivate(uint number) =>
        number >> 24 is 10 or 127 || number >> 20 == 0xAC1 || number >> 16 is 0xC0A8 or 0xA9FE;

    /// <summary>Reads "192.168.1.7/24"; without a length the address counts as /24.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LanInterface? lan)
    {
        lan = null;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string dotted = slash < 0 ? text : text[..slash];
        int bits = BitsDefault;
        bool hasBits = slash < 0 || (int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out bits) && bits is >= 8 and <= 30);

        // "10.1" and "::ffff:10.0.0.1" are addresses too, but not what a person means here: only the canonical spelling is taken.
        if (!hasBits || !IPAddress.TryParse(dotted, out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetwork
            || address.ToString() != dotted || !TryGet(address, out uint number))
        {
            return false;
        }

        lan = LanInterface.Of(number, bits);
        return true;
    }
}
