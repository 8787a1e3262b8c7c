using Decent.Firmware.Ports;
using Decent.Peer.BlockCache;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Bus
{
    /// <summary>The block cache as the instance may order it about.</summary>
    public sealed class CacheOrders : ICacheOrders
    {
        private readonly BlockCache _cache;

        public CacheOrders(BlockCache cache) => _cache = cache;

        public uint Generation => _cache.Counts.Stored + _cache.Counts.Evicted + _cache.Counts.Damaged;

        public int Resize(int blocks) => _cache.Capacity;

        public bool Holds(byte[] tags, int offset) => _cache.Holds(tags, offset);

        public bool Pin(byte[] tags, int offset) => false;

        public bool Evict(byte[] tags, int offset) => false;

        public void Fill(Inventory inventory)
        {
            inventory.Generation = Generation;
            inventory.BlocksHeld = (uint)_cache.Count;
            inventory.BlocksMax = (uint)_cache.Capacity;
        }
    }
}
