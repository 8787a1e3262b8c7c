namespace Decent.Peer.Answering
{
    /// <summary>HAVEs that wait out their jitter. Fixed slots; when all are taken the answer is not given, which is what silence is for.</summary>
    public sealed class DelayedAnswers
    {
        private readonly byte[][] _bytes;
        private readonly int[] _counts;
        private readonly long[] _dueMs;
        private readonly uint[] _addresses;
        private readonly ushort[] _ports;

        public DelayedAnswers(int slots, int answerBytesMax)
        {
            _bytes = new byte[slots][];
            for (int i = 0; i < slots; i++) _bytes[i] = new byte[answerBytesMax];
            _counts = new int[slots];
            _dueMs = new long[slots];
            _addresses = new uint[slots];
            _ports = new ushort[slots];
        }

        public bool TryAdd(long dueMs, uint address, ushort port, byte[] answer, int count)
        {
            for (int i = 0; i < _counts.Length; i++)
            {
                if (_counts[i] != 0) continue;
                System.Array.Copy(answer, 0, _bytes[i], 0, count);
                _counts[i] = count;
                _dueMs[i] = dueMs;
                _addresses[i] = address;
                _ports[i] = port;
                return true;
            }

            return false;
        }

        /// <summary>Sends what is due; returns when the next one is, or long.MaxValue.</summary>
        public long Send(long nowMs, Ports.IDatagramPort port)
        {
            long next = long.MaxValue;
            for (int i = 0; i < _counts.Length; i++)
            {
                if (_counts[i] == 0) continue;
                if (_dueMs[i] <= nowMs)
                {
                    port.Send(_addresses[i], _ports[i], _bytes[i], _counts[i]);
                    _counts[i] = 0;
                }
                else if (_dueMs[i] < next)
                {
                    next = _dueMs[i];
                }
            }

            return next;
        }
    }
}
