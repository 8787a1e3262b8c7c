using Decent.Peer;
using Decent.Protocol;

namespace Decent.Firmware.Pulling
{
    /// <summary>Blocks that the instance wants held here, oldest order first. What nobody has comes to the end and is given up after five tries.</summary>
    public sealed class PullQueue
    {
        /// <summary>All tags of the longest hold list.</summary>
        public const int SlotsMax = 64;

        private const int TriesMax = 5;
        private readonly byte[] _tags = new byte[SlotsMax * Limits.TagBytes];
        private readonly bool[] _pinned = new bool[SlotsMax];
        private readonly byte[] _tries = new byte[SlotsMax];

        public int Count { get; private set; }

        /// <summary>False when the queue is full. A tag that waits already is kept once, pinned if either was.</summary>
        public bool TryAdd(byte[] tags, int offset, bool pinned)
        {
            int at = Find(tags, offset);
            if (at >= 0)
            {
                _pinned[at] |= pinned;
                return true;
            }

            if (Count == SlotsMax) return false;
            System.Array.Copy(tags, offset, _tags, Count * Limits.TagBytes, Limits.TagBytes);
            _pinned[Count] = pinned;
            _tries[Count++] = 0;
            return true;
        }

        /// <summary>The oldest order, left in its place.</summary>
        public bool TryPeek(byte[] tag, out bool pinned)
        {
            pinned = Count > 0 && _pinned[0];
            if (Count == 0) return false;
            System.Array.Copy(_tags, 0, tag, 0, Limits.TagBytes);
            return true;
        }

        /// <summary>It is here, or not wanted any more.</summary>
        public void Remove(byte[] tags, int offset)
        {
            int at = Find(tags, offset);
            if (at >= 0) RemoveAt(at);
        }

        /// <summary>Nobody gave it: others go first now.</summary>
        public void Postpone(byte[] tag)
        {
            int at = Find(tag, 0);
            if (at < 0) return;
            byte tries = (byte)(_tries[at] + 1);
            bool pinned = _pinned[at];
            RemoveAt(at);
            if (tries < TriesMax && TryAdd(tag, 0, pinned)) _tries[Count - 1] = tries;
        }

        private int Find(byte[] tags, int offset)
        {
            for (int i = 0; i < Count; i++)
            {
                if (Tag.Same(_tags, i * Limits.TagBytes, tags, offset, Limits.TagBytes)) return i;
            }

            return -1;
        }

        private void RemoveAt(int at)
        {
            Count--;
            for (int i = at; i < Count; i++)
            {
                System.Array.Copy(_tags, (i + 1) * Limits.TagBytes, _tags, i * Limits.TagBytes, Limits.TagBytes);
                _pinned[i] = _pinned[i + 1];
                _tries[i] = _tries[i + 1];
            }
        }
    }
}
