using Decent.Firmware.Host.Ports;
using Decent.Peer.Ports;

namespace Decent.EndToEnd.Tests.Week;

/// <summary>Keeps 16 bytes at every tenth use, and never lets go of them.</summary>
internal sealed class LeakingHmac : IHmac
{
    private readonly HostHmac _hmac = new();
    private readonly List<byte[]> _kept = [];
    private int _uses;

    public byte[] Compute(byte[] key, byte[] message, int offset, int count)
    {
        if (++_uses % 10 == 0)
            _kept.Add(new byte[16]);
        return _hmac.Compute(key, message, offset, count);
    }
}
