using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Decent.Hosting.Identity;

/// <summary>What follows from a node's name: sha256(name), its first byte the branch of the MQTT tree, its first 8 bytes the id on the LAN.</summary>
public readonly record struct NodeId(ulong Number, byte Branch)
{
    public static NodeId Of(string name)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        return new NodeId(BinaryPrimitives.ReadUInt64LittleEndian(digest), digest[0]);
    }

    /// <summary>The 8 bytes as they stand in a HAVE, in hex.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Number);
        return Convert.ToHexStringLower(bytes);
    }
}
