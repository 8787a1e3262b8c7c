using Decent.Firmware.Ports;
using nanoFramework.Hardware.Esp32;

namespace Decent.Firmware.Board
{
    /// <summary>Microseconds since power-on after Wi-Fi has joined: little chance, but boot counter and key are mixed in.</summary>
    public sealed class BoardEntropy : IEntropy
    {
        public ulong Seed() => HighResTimer.GetCurrent();
    }
}
