using Decent.Firmware.Ports;
using Decent.Peer.BlockCache;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Bus
{
    /// <summary>The block cache as the instance may order it about.</summary>
    public sealed class CacheOrders : ICacheOrders
    {
        private readonly BlockCache _cache;
        private uint _forgotten;

        public CacheOrders(BlockCache cache) => _cache = cache;

        public uint Generation =>
            unchecked(_cache.Counts.Stored + _cache.Counts.Evicted + _cache.Counts.Damaged + _cache.Counts.GivenUp + _forgotten);

        public int Resize(int blocks)
        {
            _cache.Resize(blocks);
            return _cache.Capacity;
        }

        public bool Holds(byte[] tags, int offset) => _cache.Holds(tags, offset);

        public bool Pin(byte[] tags, int offset) => _cache.Pin(tags, offset);

        public bool Unpin(byte[] tags, int offset) => _cache.Unpin(tags, offset);

        public bool Evict(byte[] tags, int offset)
        {
            if (!_cache.Evict(tags, offset)) return false;
            _forgotten++;
            return true;
        }

        public void Fill(Inventory inventory)
        {
            inventory.Generation = Generation;
            inventory.BlocksHeld = (uint)_cache.Count;
            inventory.BlocksMax = (uint)_cache.Capacity;
            inventory.BlocksPinned = (uint)_cache.PinnedCount;
            _cache.Digest(inventory.Digest);
        }
    }
}
