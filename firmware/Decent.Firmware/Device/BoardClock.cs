using System;
using Decent.Firmware.Ports;

namespace Decent.Firmware.Device
{
    /// <summary>The uptime counter, and the wall clock once SNTP has set it: a board has no battery behind it.</summary>
    public sealed class BoardClock : IClock
    {
        private const int FirstTrustedYear = 2024;

        public long NowMs => Environment.TickCount64;

        public ulong WallSeconds
        {
            get
            {
                DateTime now = DateTime.UtcNow;
                return now.Year < FirstTrustedYear ? 0 : (ulong)now.ToUnixTimeSeconds();
            }
        }
    }
}
