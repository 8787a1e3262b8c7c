using Decent.Peer;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests;

/// <summary>Values for tests; from a seed where they vary.</summary>
internal static class Some
{
    /// <summary>The document's pattern: byte i is (7 i + 3) mod 256.</summary>
    public static byte[] Pattern(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)((7 * i) + 3))];

    public static byte[] Bytes(Rng rng, int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)rng.Below(256);
        }

        return bytes;
    }

    /// <summary>A number of at most <paramref name="bits"/> bits, often at one of the ends of its range.</summary>
    public static ulong Number(Rng rng, int bits)
    {
        ulong all = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
        return rng.Below(8) switch { 0 => 0, 1 => all, _ => rng.Next() & all };
    }

    public static FieldSet Numbers(this FieldSet fields, Rng rng, int bits, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            fields.Set(name, Number(rng, bits));
        }

        return fields;
    }
}
