namespace Decent.Peer.Lookup
{
    /// <summary>
    /// The path of one question, after the host has looked into its own cache: the mission's ladder as a machine. It asks the LAN three times,
    /// then with a lowered threshold; races the instance from the hedge on; sleeps when nobody can. The host does what <see cref="Step"/> says
    /// and reports what happened.
    /// <code>
    /// time    0    130   260   400            650      1000
    /// peers   Ask  Ask   Ask   AskLowered     silent
    /// instance         AskInstance, from min(300, the LAN's 95th percentile) after the last verified byte
    /// caller                                           TimedOut, if neither is left
    /// then    Sleep 1, 2, 4 ... 60 s, and from the top; woken early by a HAVE, a delta or the bus
    /// </code>
    /// Peers that answered and then give nothing for 2,000 ms count as silent. A 404 waits for peers that still give.
    /// </summary>
    public sealed class Ladder
    {
        private enum InstanceState : byte { Unasked, Asked, Away, Denies }

        private readonly LookupOptions _options;
        private readonly Pace _pace;
        private long _startMs;
        private long _callerMs;
        private long _progressMs;
        private long _askedMs;
        private long _instanceAskedMs;
        private int _asks;
        private int _round;
        private bool _answered;
        private bool _heardAny;
        private bool _asleep;
        private bool _callerTold;
        private InstanceState _instance;
        private LookupStep _end;

        /// <summary><paramref name="instanceReachable"/>: false skips it without waiting.</summary>
        public Ladder(LookupOptions options, Pace pace, long nowMs, bool instanceReachable)
        {
            _options = options;
            _pace = pace;
            _callerMs = nowMs;
            Begin(nowMs, instanceReachable);
        }

        /// <summary>When <see cref="Step"/> wants to be called next.</summary>
        public long WakeAtMs { get; private set; }

        /// <summary>The question has left the fast path: nobody answered so far and a sleep is running.</summary>
        public bool IsAsleep => _asleep && _end == LookupStep.Wait;

        /// <summary>The next thing to do; call until it says Wait, Sleep, Found or NotFound.</summary>
        public LookupStep Step(long nowMs)
        {
            if (_end != LookupStep.Wait) return _end;
            if (_asleep)
            {
                if (nowMs < WakeAtMs) return LookupStep.Wait;
                Begin(nowMs, true);
            }

            if (_answered && nowMs - _progressMs >= _options.StalledMs) _answered = false;
            if (_instance == InstanceState.Denies && !_answered) return _end = LookupStep.NotFound;
            if (PeersDue(nowMs)) return Ask(nowMs);
            if (HedgeDue(nowMs)) return AskInstance(nowMs);
            if (_instance == InstanceState.Asked && nowMs - _instanceAskedMs >= _options.InstanceMs) _instance = InstanceState.Away;
            if (NobodyLeft(nowMs))
            {
                if (!_callerTold && nowMs - _callerMs >= _options.CallerMs)
                {
                    _callerTold = true;
                    return LookupStep.TimedOut;
                }

                if (_callerTold) return Sleep(nowMs);
            }

            WakeAtMs = NextMs(nowMs);
            return LookupStep.Wait;
        }

        /// <summary>A usable HAVE arrived: no more questions while it delivers.</summary>
        public void OnHave(long nowMs)
        {
            if (!_heardAny) _pace.Answered((int)(nowMs - _startMs));
            _heardAny = true;
            _answered = true;
            WakeAtMs = nowMs;
            if (_asleep) Begin(nowMs, true, true);
        }

        /// <summary>Something new was verified, from anywhere.</summary>
        public void OnProgress(long nowMs) => _progressMs = nowMs;

        /// <summary>Everything is here.</summary>
        public void OnComplete() => _end = LookupStep.Found;

        /// <summary>No peer that answered can give what is still missing. Nothing to wake for: a sleep that runs goes on.</summary>
        public void OnPeersExhausted(long nowMs)
        {
            _answered = false;
            if (!_asleep) WakeAtMs = nowMs;
        }

        /// <summary>An answer that comes after the lookup's end is ignored; a refusal that comes late does not cut a sleep short.</summary>
        public void OnInstance(long nowMs, InstanceAnswer answer)
        {
            if (_end != LookupStep.Wait) return;
            _instance = answer == InstanceAnswer.NotFound ? InstanceState.Denies : InstanceState.Away;
            if (_asleep && answer == InstanceAnswer.NotFound) _end = LookupStep.NotFound;
            if (!_asleep) WakeAtMs = nowMs;
        }

        /// <summary>
        /// A delta, the bus or a new caller says that it is worth another try. While awake only a caller already told begins to wait anew.
        /// </summary>
        public void Wake(long nowMs, bool instanceReachable)
        {
            if (_asleep || _callerTold)
            {
                _callerMs = nowMs;
                _callerTold = false;
            }

            if (_asleep) Begin(nowMs, instanceReachable);
        }

        private void Begin(long nowMs, bool instanceReachable, bool answered = false)
        {
            _asleep = false;
            _startMs = nowMs;
            _progressMs = nowMs;
            _asks = 0;
            _answered = answered;
            _heardAny = answered;
            _instance = instanceReachable ? InstanceState.Unasked : InstanceState.Away;
            WakeAtMs = nowMs;
        }

        private bool PeersDue(long nowMs) => !_answered && _asks <= _options.AskAtMs.Length && nowMs >= NextAskMs();

        /// <summary>The ladder's time, but never closer to the question before than the ladder's own spacing.</summary>
        private long NextAskMs()
        {
            int at = _asks < _options.AskAtMs.Length ? _options.AskAtMs[_asks] : _options.LoweredAtMs;
            int spacing = _asks == 0 ? 0 : at - _options.AskAtMs[_asks - 1];
            long planned = _startMs + at;
            return _asks > 0 && _askedMs + spacing > planned ? _askedMs + spacing : planned;
        }

        private LookupStep Ask(long nowMs)
        {
            bool lowered = _asks == _options.AskAtMs.Length;
            _asks++;
            _askedMs = nowMs;
            return lowered ? LookupStep.AskLowered : LookupStep.Ask;
        }

        private bool HedgeDue(long nowMs) => _instance == InstanceState.Unasked && nowMs >= HedgeAtMs();

        private long HedgeAtMs()
        {
            long afterProgress = _progressMs + _pace.HedgeMs;
            long latest = _startMs + _options.PeersMs;
            return afterProgress < latest ? afterProgress : latest;
        }

        private LookupStep AskInstance(long nowMs)
        {
            _instance = InstanceState.Asked;
            _instanceAskedMs = nowMs;
            if (!_heardAny) _pace.Silent();
            return LookupStep.AskInstance;
        }

        private long SilentMs() => _startMs + _options.SilentAtMs > _askedMs + _options.SilentAtMs - _options.LoweredAtMs
            ? _startMs + _options.SilentAtMs
            : _askedMs + _options.SilentAtMs - _options.LoweredAtMs;

        private bool NobodyLeft(long nowMs) =>
            !_answered && _asks > _options.AskAtMs.Length && nowMs >= SilentMs() && _instance == InstanceState.Away;

        private LookupStep Sleep(long nowMs)
        {
            long sleepMs = _options.SleepFirstMs;
            for (int i = 0; i < _round && sleepMs < _options.SleepLongestMs; i++) sleepMs *= 2;
            if (sleepMs > _options.SleepLongestMs) sleepMs = _options.SleepLongestMs;
            _round++;
            _asleep = true;
            WakeAtMs = nowMs + sleepMs;
            return LookupStep.Sleep;
        }

        private long NextMs(long nowMs)
        {
            long next = long.MaxValue;
            if (!_answered && _asks <= _options.AskAtMs.Length) next = Sooner(next, NextAskMs());
            if (_instance == InstanceState.Unasked) next = Sooner(next, HedgeAtMs());
            if (_instance == InstanceState.Asked) next = Sooner(next, _instanceAskedMs + _options.InstanceMs);
            if (_answered) next = Sooner(next, _progressMs + _options.StalledMs);
            if (_instance == InstanceState.Away && !_answered)
            {
                long callerMs = _callerTold ? nowMs + 1 : _callerMs + _options.CallerMs;
                next = Sooner(next, callerMs > SilentMs() ? callerMs : SilentMs());
            }

            return next;
        }

        private static long Sooner(long a, long b) => a < b ? a : b;
    }
}
