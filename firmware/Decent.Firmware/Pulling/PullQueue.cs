using Decent.Peer;
using Decent.Protocol;

namespace Decent.Firmware.Pulling
{
    /// <summary>
    /// Blocks that the instance wants held here, oldest order first. What nobody has comes to the end and is given up after five tries; it is then
    /// remembered while there is room, so that the hourly list brings it back for one try a day, and only a command at once.
    /// </summary>
    public sealed class PullQueue
    {
        /// <summary>All tags of the longest hold list.</summary>
        public const int SlotsMax = 64;

        private const int TriesMax = 5;
        private const int OrdersMax = 24;
        private readonly byte[] _tags = new byte[SlotsMax * Limits.TagBytes];
        private readonly bool[] _pinned = new bool[SlotsMax];

        // Of those that wait; of those given up so many more as they were ordered since.
        private readonly byte[] _tries = new byte[SlotsMax];
        private int _used;

        /// <summary>Blocks that wait; they stand before those given up.</summary>
        public int Count { get; private set; }

        /// <summary>A command's order. False when the queue is full. A tag that waits already is kept once, pinned if either was.</summary>
        public bool TryAdd(byte[] tags, int offset, bool pinned)
        {
            int at = Find(tags, offset);
            if (at >= 0 && at < Count)
            {
                _pinned[at] |= pinned;
                return true;
            }

            if (at >= 0) RemoveAt(at);
            return Put(tags, offset, pinned, 0);
        }

        /// <summary>The hold list's order, pinned: as <see cref="TryAdd"/>, but one that was given up stays so for 24 lists, and has one try then.</summary>
        public bool TryHold(byte[] tags, int offset)
        {
            int at = Find(tags, offset);
            if (at < Count) return TryAdd(tags, offset, true);
            _pinned[at] = true;
            if (++_tries[at] < TriesMax + OrdersMax) return true;
            RemoveAt(at);
            return Put(tags, offset, true, TriesMax - 1);
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
            if (tries < TriesMax) Put(tag, 0, pinned, tries);
            else Set(_used++, tag, 0, pinned, tries);
        }

        // At the end of those that wait; the one given up first makes room.
        private bool Put(byte[] tags, int offset, bool pinned, byte tries)
        {
            if (Count == SlotsMax) return false;
            if (_used == SlotsMax) RemoveAt(Count);
            for (int i = _used; i > Count; i--) Move(i - 1, i);
            _used++;
            Set(Count++, tags, offset, pinned, tries);
            return true;
        }

        private int Find(byte[] tags, int offset)
        {
            for (int i = 0; i < _used; i++)
            {
                if (Tag.Same(_tags, i * Limits.TagBytes, tags, offset, Limits.TagBytes)) return i;
            }

            return -1;
        }

        private void RemoveAt(int at)
        {
            _used--;
            if (at < Count) Count--;
            for (int i = at; i < _used; i++) Move(i + 1, i);
        }

        private void Set(int at, byte[] tags, int offset, bool pinned, byte tries)
        {
            System.Array.Copy(tags, offset, _tags, at * Limits.TagBytes, Limits.TagBytes);
            _pinned[at] = pinned;
            _tries[at] = tries;
        }

        private void Move(int from, int to) => Set(to, _tags, from * Limits.TagBytes, _pinned[from], _tries[from]);
    }
}
