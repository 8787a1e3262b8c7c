using System.Device.Wifi;
using System.Threading;
using Decent.Firmware.Configuration;
using nanoFramework.Networking;

namespace Decent.Firmware.Device
{
    /// <summary>Joins the LAN: with the file's name and password, or with those that the board was given by the flashing tool.</summary>
    public static class Wifi
    {
        private const int JoinMs = 60_000;

        public static bool Join(BoardConfig config)
        {
            CancellationToken end = new CancellationTokenSource(JoinMs).Token;
            bool joined = config.WifiName.Length > 0
                ? WifiNetworkHelper.ConnectDhcp(config.WifiName, config.WifiPassword, WifiReconnectionKind.Automatic, false, 0, end)
                : WifiNetworkHelper.Reconnect(false, 0, end);
            if (joined) Sntp.Start();
            return joined;
        }
    }
}
