using System.Threading;

namespace Decent.Firmware.Signals
{
    /// <summary>The main loop's sign of life, counted by its thread and looked at by another.</summary>
    public sealed class Pulse
    {
        private int _beats;

        public int Beats => Interlocked.CompareExchange(ref _beats, 0, 0);

        public void Beat() => Interlocked.Increment(ref _beats);
    }
}
