using System.Buffers.Binary;
using System.Security.Cryptography;
using Decent.Firmware.Ports;

namespace Decent.Firmware.Host.Ports;

/// <summary>A seed given for a run that can be repeated, else the platform's random source.</summary>
public sealed class HostEntropy(ulong? seed) : IEntropy
{
    /// <inheritdoc />
    public ulong Seed() => seed ?? BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
}
