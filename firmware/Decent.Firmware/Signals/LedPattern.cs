using System.Threading;

namespace Decent.Firmware.Signals
{
    /// <summary>When the LED is lit. One thread asks; any thread may say what to show.</summary>
    public sealed class LedPattern
    {
        /// <summary>How long a board makes itself known, when nobody says how long.</summary>
        public const int IdentifyMs = 10_000;

        private const int FastMs = 100;
        private const int SlowMs = 500;
        private const int RoundMs = 3_000;
        private const int FlashMs = 100;
        private const int FlashEveryMs = 400;
        private int _state;
        private int _asked;
        private bool _identifies;
        private long _identifyEndMs;

        public LedState State => (LedState)Interlocked.CompareExchange(ref _state, 0, 0);

        public void Show(LedState state) => Interlocked.Exchange(ref _state, (int)state);

        /// <summary>Fast blinking for 10 s from the next look on, whatever else there is to show.</summary>
        public void Identify() => Identify(IdentifyMs / 1000);

        /// <summary>The same for 1 to 60 seconds.</summary>
        public void Identify(int seconds) => Interlocked.Exchange(ref _asked, seconds);

        /// <summary>Whether the LED is lit now; asked at least every 50 ms, by one thread alone.</summary>
        public bool On(long nowMs)
        {
            int seconds = Interlocked.Exchange(ref _asked, 0);
            if (seconds > 0)
            {
                _identifies = true;
                _identifyEndMs = nowMs + seconds * 1000;
            }

            if (_identifies && nowMs < _identifyEndMs) return nowMs / FastMs % 2 == 0;
            _identifies = false;
            LedState state = State;
            if (state == LedState.Fault) return true;
            if (state == LedState.Joining) return nowMs / SlowMs % 2 == 0;
            long at = nowMs % RoundMs;
            return at < Flashes(state) * FlashEveryMs && at % FlashEveryMs < FlashMs;
        }

        private static int Flashes(LedState state) => state == LedState.NoConfiguration ? 3 : state == LedState.NoBroker ? 2 : 1;
    }
}
