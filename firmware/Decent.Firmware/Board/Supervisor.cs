using System;
using System.Threading;
using Decent.Firmware.Signals;
using nanoFramework.Runtime.Native;

namespace Decent.Firmware.Board
{
    /// <summary>
    /// A thread of its own that drives the LED and starts the board again when the main loop has stood still for 60 s. It owns nothing that the loop
    /// could hold.
    /// </summary>
    public sealed class Supervisor
    {
        private const int LookMs = 50;
        private readonly AutoResetEvent _pause = new AutoResetEvent(false);
        private readonly Led _light;
        private readonly LedPattern _pattern;
        private readonly StallWatch _watch;

        /// <summary>Begins.</summary>
        public Supervisor(Led light, LedPattern pattern, Pulse pulse)
        {
            _light = light;
            _pattern = pattern;
            _watch = new StallWatch(pulse, Environment.TickCount64);
            new Thread(Work).Start();
        }

        private void Work()
        {
            while (true)
            {
                _pause.WaitOne(LookMs, false);
                long nowMs = Environment.TickCount64;
                Light(nowMs);
                if (!_watch.Stalled(nowMs)) continue;
                Console.WriteLine("no progress for 60 s");
                Power.RebootDevice(RebootOption.NormalReboot);
            }
        }

        private void Light(long nowMs)
        {
            try
            {
                _light.Set(_pattern.On(nowMs));
            }
            catch (Exception)
            {
                // A pin that fails must not end the watch.
            }
        }
    }
}
