namespace Decent.Firmware.Device
{
    /// <summary>A short queue of messages between two threads; when it is full the newest is refused.</summary>
    public sealed class MessageQueue
    {
        private readonly object _gate = new object();
        private readonly string[] _topics;
        private readonly byte[][] _payloads;
        private readonly bool[] _assured;
        private readonly bool[] _retain;
        private int _first;
        private int _count;

        public MessageQueue(int slots)
        {
            _topics = new string[slots];
            _payloads = new byte[slots][];
            _assured = new bool[slots];
            _retain = new bool[slots];
        }

        /// <summary>Takes over <paramref name="payload"/>, which must not change any more.</summary>
        public bool TryAdd(string topic, byte[] payload, bool assured, bool retain)
        {
            lock (_gate)
            {
                if (_count == _topics.Length) return false;
                int slot = (_first + _count++) % _topics.Length;
                _topics[slot] = topic;
                _payloads[slot] = payload;
                _assured[slot] = assured;
                _retain[slot] = retain;
                return true;
            }
        }

        public bool TryTake(out string topic, out byte[] payload, out bool assured, out bool retain)
        {
            lock (_gate)
            {
                topic = "";
                payload = Empty;
                assured = false;
                retain = false;
                if (_count == 0) return false;
                topic = _topics[_first];
                payload = _payloads[_first];
                assured = _assured[_first];
                retain = _retain[_first];
                _payloads[_first] = Empty;
                _first = (_first + 1) % _topics.Length;
                _count--;
                return true;
            }
        }

        public void Clear()
        {
            lock (_gate) _count = 0;
        }

        private static readonly byte[] Empty = new byte[0];
    }
}
