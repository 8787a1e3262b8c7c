using System;
using System.Threading;
using Decent.Firmware.Device;
using Decent.Firmware.Signals;

namespace Decent.Firmware.Board
{
    /// <summary>A thread that joins the LAN again when it was lost.</summary>
    public sealed class WifiKeeper
    {
        private const int LookMs = 5_000;
        private readonly AutoResetEvent _pause = new AutoResetEvent(false);
        private readonly LanWatch _watch;
        private readonly Application _application;

        /// <summary>Begins; the node is asked to stop when only a restart helps.</summary>
        public WifiKeeper(Application application)
        {
            _application = application;
            _watch = new LanWatch(LanInterface.Address);
            new Thread(Work).Start();
        }

        private void Work()
        {
            while (true)
            {
                _pause.WaitOne(LookMs, false);
                LanAction action = _watch.Look(Environment.TickCount64, LanInterface.Address);
                if (action == LanAction.Rejoin) Wifi.Join();
                if (action == LanAction.Restart) _application.RequestStop();
            }
        }
    }
}
