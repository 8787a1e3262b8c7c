namespace Decent.Mqtt.LibMosquitto;

/// <summary>
/// Judges the first bytes from the other side before the library sees them. libmosquitto 2.0.11 ends the whole process (an assertion)
/// at an unknown MQTT 5 property, and whatever else listens on a port may send one. Over TLS the certificate vouches instead.
/// </summary>
internal static class FirstPacket
{
    /// <summary>Longest CONNACK that is believed; Mosquitto's has some 20 bytes.</summary>
    public const int BytesMax = 1024;

    /// <summary>
    /// Whether the bytes are one whole CONNACK of MQTT 3.1.1 or 5. It comes in one segment, so a part of one is foreign too.
    /// </summary>
    public static bool IsConnectAnswer(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || bytes[0] != 0x20 || !TryVarint(bytes[1..], out var length, out var used))
            return false;
        var body = bytes[(1 + used)..];
        if (length < 2 || body.Length < length || (body[0] & 0xfe) != 0)
            return false;
        body = body[..length];
        if (length == 2)
            return true;
        if (!TryVarint(body[2..], out var propertyBytes, out used) || body.Length != 2 + used + propertyBytes)
            return false;
        var properties = body[(2 + used)..];
        while (properties.Length > 0)
        {
            var size = PropertyBytes(properties);
            if (size < 0 || size > properties.Length)
                return false;
            properties = properties[size..];
        }
        return true;
    }

    /// <summary>Bytes of the first property with its identifier; -1 when CONNACK cannot have it or it is cut off.</summary>
    private static int PropertyBytes(ReadOnlySpan<byte> bytes) => bytes[0] switch
    {
        36 or 37 or 40 or 41 or 42 => 2,
        19 or 33 or 34 => 3,
        17 or 39 => 5,
        18 or 21 or 22 or 26 or 28 or 31 => TextEnd(bytes, 1),
        38 => TextEnd(bytes, TextEnd(bytes, 1)),
        _ => -1,
    };

    private static int TextEnd(ReadOnlySpan<byte> bytes, int at) =>
        at < 0 || bytes.Length < at + 2 ? -1 : at + 2 + (bytes[at] << 8) + bytes[at + 1];

    private static bool TryVarint(ReadOnlySpan<byte> bytes, out int value, out int used)
    {
        (value, used) = (0, 0);
        while (used < 2 && used < bytes.Length)
        {
            value |= (bytes[used] & 0x7f) << (7 * used);
            if ((bytes[used++] & 0x80) == 0)
                return true;
        }
        return false;
    }
}
