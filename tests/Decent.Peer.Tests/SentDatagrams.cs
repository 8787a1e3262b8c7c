using Decent.Peer.Ports;
using Decent.World;

namespace Decent.Peer.Tests;

/// <summary>A port that remembers what went out.</summary>
internal sealed class SentDatagrams : IDatagramPort
{
    public List<(WorldEndpoint To, byte[] Bytes)> Sent { get; } = [];

    public int Broadcasts { get; private set; }

    public long Bytes => Sent.Sum(one => (long)one.Bytes.Length);

    public void Send(uint address, ushort port, byte[] buffer, int count) => Sent.Add((new WorldEndpoint(address, port), buffer[..count]));

    public void Broadcast(byte[] buffer, int count) => Broadcasts++;
}
