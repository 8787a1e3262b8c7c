using Decent.Firmware.Ports;

namespace Decent.Firmware.Signals
{
    /// <summary>The LAN's socket that beats at each receive: the main loop comes by there every 50 ms, and whoever hangs does not.</summary>
    public sealed class PulsedUdp : IUdp
    {
        private readonly IUdp _udp;
        private readonly Pulse _pulse;

        public PulsedUdp(IUdp udp, Pulse pulse)
        {
            _udp = udp;
            _pulse = pulse;
        }

        public uint Address => _udp.Address;

        public uint Mask => _udp.Mask;

        public ushort Port => _udp.Port;

        public int Receive(byte[] buffer, int waitMs, out uint address, out ushort port)
        {
            _pulse.Beat();
            return _udp.Receive(buffer, waitMs, out address, out port);
        }

        public void Send(uint address, ushort port, byte[] buffer, int count) => _udp.Send(address, port, buffer, count);

        public void Broadcast(byte[] buffer, int count) => _udp.Broadcast(buffer, count);
    }
}
