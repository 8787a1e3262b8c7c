using Decent.Firmware.Ports;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>A silent LAN that keeps what is sent.</summary>
internal sealed class FakeUdp : IUdp
{
    public uint Address => 0x0A000001;

    public uint Mask => 0xFFFFFF00;

    public ushort Port => 4930;

    public List<(uint Address, byte[] Bytes)> Sent { get; } = [];

    public int Receive(byte[] buffer, int waitMs, out uint address, out ushort port)
    {
        address = 0;
        port = 0;
        return -1;
    }

    public void Send(uint address, ushort port, byte[] buffer, int count) => Sent.Add((address, buffer[..count]));

    public void Broadcast(byte[] buffer, int count) => Sent.Add((uint.MaxValue, buffer[..count]));
}
