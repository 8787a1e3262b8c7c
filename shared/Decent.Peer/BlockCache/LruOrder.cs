namespace Decent.Peer.BlockCache
{
    /// <summary>Exact least recently used.</summary>
    public sealed class LruOrder : IEvictionOrder
    {
        private readonly EntryRing _ring;

        /// <summary>For entries 0 to <paramref name="entries"/> - 1.</summary>
        public LruOrder(int entries)
        {
            _ring = new EntryRing(entries);
        }

        public int Oldest => _ring.Oldest;

        public int RamBytes => _ring.RamBytes;

        public int Newer(int entry) => _ring.Newer(entry);

        public void Add(int entry) => _ring.AddNewest(entry);

        public void Use(int entry)
        {
            _ring.Remove(entry);
            _ring.AddNewest(entry);
        }

        public void Remove(int entry) => _ring.Remove(entry);

        public int Victim() => _ring.Oldest;
    }
}
