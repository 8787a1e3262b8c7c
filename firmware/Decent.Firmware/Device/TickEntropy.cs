using System;
using Decent.Firmware.Ports;

namespace Decent.Firmware.Device
{
    /// <summary>The clocks, where there is nothing better; key and boot counter are mixed in.</summary>
    public sealed class TickEntropy : IEntropy
    {
        public ulong Seed() => unchecked((ulong)DateTime.UtcNow.Ticks ^ ((ulong)Environment.TickCount64 << 40));
    }
}
