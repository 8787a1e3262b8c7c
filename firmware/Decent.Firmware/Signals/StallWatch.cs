namespace Decent.Firmware.Signals
{
    /// <summary>Tells when a pulse has stood still for too long: managed code has no hardware watchdog.</summary>
    public sealed class StallWatch
    {
        /// <summary>Longer than anything the main loop does: an HTTP request and a connect have threads of their own.</summary>
        public const int StallMs = 60_000;

        private readonly Pulse _pulse;
        private int _seen;
        private long _movedAtMs;

        public StallWatch(Pulse pulse, long nowMs)
        {
            _pulse = pulse;
            _seen = pulse.Beats;
            _movedAtMs = nowMs;
        }

        /// <summary>True when nothing has beaten for 60 s.</summary>
        public bool Stalled(long nowMs)
        {
            int beats = _pulse.Beats;
            if (beats != _seen) _movedAtMs = nowMs;
            _seen = beats;
            return nowMs - _movedAtMs >= StallMs;
        }
    }
}
