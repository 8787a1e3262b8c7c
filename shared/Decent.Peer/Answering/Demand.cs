using Decent.Protocol;

namespace Decent.Peer.Answering
{
    /// <summary>
    /// Which blocks were asked for here and not held: a short ring of tags with a count each, the least asked replaced first. A board pulls the
    /// most wanted one when it is idle.
    /// </summary>
    public sealed class Demand
    {
        private readonly byte[] _tags;
        private readonly byte[] _counts;

        public Demand(int slots)
        {
            _tags = new byte[slots * Limits.TagBytes];
            _counts = new byte[slots];
        }

        /// <summary>Slots in use.</summary>
        public int Count { get; private set; }

        public void Note(byte[] tags, int offset)
        {
            int least = 0;
            for (int i = 0; i < Count; i++)
            {
                if (Tag.Same(_tags, i * Limits.TagBytes, tags, offset, Limits.TagBytes))
                {
                    if (_counts[i] < byte.MaxValue) _counts[i]++;
                    return;
                }

                if (_counts[i] < _counts[least]) least = i;
            }

            int slot = Count < _counts.Length ? Count++ : least;
            System.Array.Copy(tags, offset, _tags, slot * Limits.TagBytes, Limits.TagBytes);
            _counts[slot] = 1;
        }

        /// <summary>Takes the tag asked for most often, at least <paramref name="times"/> times, into 16 bytes of <paramref name="into"/>.</summary>
        public bool TryTake(int times, byte[] into)
        {
            int best = -1;
            for (int i = 0; i < Count; i++)
            {
                if (_counts[i] >= times && (best < 0 || _counts[i] > _counts[best])) best = i;
            }

            if (best < 0) return false;
            System.Array.Copy(_tags, best * Limits.TagBytes, into, 0, Limits.TagBytes);
            Count--;
            System.Array.Copy(_tags, Count * Limits.TagBytes, _tags, best * Limits.TagBytes, Limits.TagBytes);
            _counts[best] = _counts[Count];
            return true;
        }
    }
}
