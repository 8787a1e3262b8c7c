using Decent.Peer.Ports;
using Decent.World;

namespace Decent.Peer.Tests.Network;

/// <summary>Counts what costs a board the most per datagram.</summary>
internal sealed class CountedHmac : IHmac
{
    private readonly WorldHmac _hmac = new();

    public int Count { get; private set; }

    public byte[] Compute(byte[] key, byte[] message, int offset, int count)
    {
        Count++;
        return _hmac.Compute(key, message, offset, count);
    }
}
