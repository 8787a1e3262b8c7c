using System;
using System.Threading;
using Decent.Firmware.Device;
using nanoFramework.Networking;

namespace Decent.Firmware.Board
{
    /// <summary>Joins the LAN with the credentials that the flashing tool stored on the board, and the world's clock after that.</summary>
    public static class Wifi
    {
        private const int JoinMs = 20_000;

        /// <summary>
        /// One attempt of at most 20 s. Never by two threads at once: the program calls it before the node runs, <see cref="WifiKeeper"/> after that.
        /// </summary>
        public static bool Join()
        {
            try
            {
                // The helper refuses a second call unless it is told to forget the first.
                WifiNetworkHelper.Reset();
                if (!WifiNetworkHelper.Reconnect(false, 0, new CancellationTokenSource(JoinMs).Token)) return false;
                if (LanInterface.Address == 0) return false;
                if (!Sntp.IsStarted) Sntp.Start();
                return true;
            }
            catch (Exception)
            {
                // No adapter ready, no credentials: the same to the caller as no network.
                return false;
            }
        }
    }
}
