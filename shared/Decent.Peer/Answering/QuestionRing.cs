namespace Decent.Peer.Answering
{
    /// <summary>
    /// The last 16 block questions by nonce. A lookup repeats its question: that is one demand. And a question that was answered in person a moment
    /// ago is not answered again when its broadcast comes.
    /// </summary>
    public sealed class QuestionRing
    {
        /// <summary>Shorter than the ladder's 130 ms, so that a question repeated because the answer was lost is answered.</summary>
        public const int RepeatMs = 100;

        private const int Max = 16;
        private readonly ulong[] _nonces = new ulong[Max];
        private readonly long[] _answeredMs = new long[Max];
        private int _count;
        private int _next;

        /// <summary>Its place, or -1.</summary>
        public int Find(ulong nonce)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_nonces[i] == nonce) return i;
            }

            return -1;
        }

        /// <summary>Takes the oldest one's place.</summary>
        public int Add(ulong nonce)
        {
            int place = _next;
            _nonces[place] = nonce;
            _answeredMs[place] = long.MinValue;
            _next = (_next + 1) % Max;
            if (_count < Max) _count++;
            return place;
        }

        public void Answered(long nowMs, int place) => _answeredMs[place] = nowMs;

        public bool WasAnswered(long nowMs, int place) => _answeredMs[place] != long.MinValue && nowMs - _answeredMs[place] < RepeatMs;
    }
}
