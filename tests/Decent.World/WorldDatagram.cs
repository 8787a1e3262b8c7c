using Decent.Protocol.Datagrams;

namespace Decent.World;

/// <summary>One datagram on one way; a broadcast is one for each that could hear it.</summary>
public sealed record WorldDatagram(long SentMs, WorldEndpoint From, WorldEndpoint To, byte[] Bytes, bool IsBroadcast)
{
    public DatagramType Type => Header.TypeOf(Bytes, Bytes.Length);

    /// <summary>Position in the world's order of sending; one broadcast is one position.</summary>
    public long Number { get; init; }
}
