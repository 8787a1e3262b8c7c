namespace Decent.Firmware.Device
{
    /// <summary>A short queue of messages between two threads; when it is full the newest is refused.</summary>
    public sealed class MessageQueue
    {
        private static readonly byte[] Empty = new byte[0];
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

        /// <summary>The oldest message, which stays; false when there is none.</summary>
        public bool TryPeek(out string topic, out byte[] payload, out bool assured, out bool retain)
        {
            lock (_gate)
            {
                bool there = _count > 0;
                topic = there ? _topics[_first] : "";
                payload = there ? _payloads[_first] : Empty;
                assured = there && _assured[_first];
                retain = there && _retain[_first];
                return there;
            }
        }

        /// <summary>Removes the oldest message. For the one thread that takes messages out.</summary>
        public void Drop()
        {
            lock (_gate)
            {
                if (_count == 0) return;
                _payloads[_first] = Empty;
                _first = (_first + 1) % _topics.Length;
                _count--;
            }
        }

        /// <summary>To be called while nobody takes messages out.</summary>
        public void Clear()
        {
            lock (_gate)
            {
                for (int i = 0; i < _payloads.Length; i++) _payloads[i] = Empty;
                _count = 0;
            }
        }
    }
}
