namespace Decent.Peer.Lookup
{
    /// <summary>
    /// How fast this LAN answers: the 95th percentile of its last 32 answers says when the instance is asked too. A LAN that keeps silent is
    /// given less time each time, down to the jitter that an honest answer may take.
    /// </summary>
    public sealed class Pace
    {
        private const int Samples = 32;
        private const int LongestMs = 300;
        private const int ShortestMs = 60;
        private readonly int[] _answerMs = new int[Samples];
        private int _count;
        private int _next;
        private int _silences;

        /// <summary>How long to wait for peers before the instance is asked too.</summary>
        public int HedgeMs
        {
            get
            {
                int percentile = _count == 0 ? LongestMs : Percentile95();
                int hedge = percentile < LongestMs ? percentile : LongestMs;
                hedge >>= _silences < 8 ? _silences : 8;
                return hedge > ShortestMs ? hedge : ShortestMs;
            }
        }

        public void Answered(int afterMs)
        {
            _answerMs[_next] = afterMs;
            _next = (_next + 1) % Samples;
            if (_count < Samples) _count++;
            _silences = 0;
        }

        public void Silent()
        {
            if (_silences < 8) _silences++;
        }

        private int Percentile95()
        {
            int[] sorted = new int[_count];
            System.Array.Copy(_answerMs, 0, sorted, 0, _count);
            for (int i = 1; i < sorted.Length; i++)
            {
                int value = sorted[i];
                int j = i - 1;
                for (; j >= 0 && sorted[j] > value; j--) sorted[j + 1] = sorted[j];
                sorted[j + 1] = value;
            }

            return sorted[(_count * 95 + 99) / 100 - 1];
        }
    }
}
