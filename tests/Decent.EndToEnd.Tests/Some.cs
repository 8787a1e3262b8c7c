using System.Buffers.Binary;
using Decent.Peer;

namespace Decent.EndToEnd.Tests;

/// <summary>Test data that anybody can make again.</summary>
internal static class Some
{
    /// <summary>So many bytes from a seed.</summary>
    public static byte[] Bytes(int count, ulong seed)
    {
        Rng rng = new(seed);
        byte[] bytes = new byte[count];
        Span<byte> eight = stackalloc byte[8];
        for (int i = 0; i < count; i += 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(eight, rng.Next());
            eight[..Math.Min(8, count - i)].CopyTo(bytes.AsSpan(i));
        }

        return bytes;
    }

    /// <summary>A file of so many bytes.</summary>
    public static string File(string path, int count, ulong seed)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, Bytes(count, seed));
        return path;
    }
}
