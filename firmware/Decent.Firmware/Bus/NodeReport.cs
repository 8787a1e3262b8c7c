using Decent.Firmware.Ports;
using Decent.Firmware.Pulling;
using Decent.Peer.Answering;
using Decent.Peer.BlockCache;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Bus
{
    /// <summary>Copies what the node's parts know into the frames that tell of it.</summary>
    public sealed class NodeReport
    {
        /// <summary>What the node calls its software, ASCII, at most 32 characters.</summary>
        public const string Software = "decent-board 0.1.0";

        private readonly AnswerCounts _answers;
        private readonly BlockCache _cache;
        private readonly ICacheOrders _orders;
        private readonly BlockPull _pull;
        private readonly IUdp _udp;
        private readonly IMemory? _memory;

        public NodeReport(AnswerCounts answers, BlockCache cache, ICacheOrders orders, BlockPull pull, IUdp udp, IMemory? memory)
        {
            _answers = answers;
            _cache = cache;
            _orders = orders;
            _pull = pull;
            _udp = udp;
            _memory = memory;
        }

        /// <summary>Content bytes a second given to others.</summary>
        public int OfferedBytesPerSecond { get; set; }

        /// <summary>Operations on the journal that the drive refused; the cache counts its own.</summary>
        public uint JournalFailures { get; set; }

        /// <summary>Rises with every block that comes or goes.</summary>
        public uint Generation => _orders.Generation;

        /// <summary>Everything but envelope, boot and connects.</summary>
        public void Fill(Birth birth)
        {
            birth.Kind = Birth.KindBoard;
            birth.Address = _udp.Address;
            birth.UdpPort = _udp.Port;
            birth.OfferedBytesPerSecond = (uint)OfferedBytesPerSecond;
            birth.BlocksMax = (uint)_cache.Capacity;
            birth.BlocksHeld = (uint)_cache.Count;
            birth.CacheBytesMax = (ulong)_cache.Capacity * Limits.BlockBytesMax;
            birth.CacheBytesHeld = (ulong)_cache.Count * Limits.BlockBytesMax;
            birth.FreeHeapBytes = _memory == null ? 0 : _memory.FreeBytes;
            birth.Software = new byte[Software.Length];
            for (int i = 0; i < Software.Length; i++) birth.Software[i] = (byte)Software[i];
        }

        /// <summary>Everything but the envelope.</summary>
        public void Fill(Counters counters)
        {
            counters.BlocksServed = _answers.BlocksServed;
            counters.BytesServed = _answers.BytesServed;
            counters.Wants = _answers.Wants;
            counters.Haves = _answers.Haves;
            counters.Gets = _answers.Gets;
            counters.Malformed = _answers.Malformed;
            counters.Limited = _answers.Limited;
            counters.BlocksHeld = (uint)_cache.Count;
            counters.BlocksStored = _cache.Counts.Stored;
            counters.BlocksEvicted = _cache.Counts.Evicted;
            counters.WrongBlocks = _cache.Counts.WrongBlocks + _pull.WrongBlocks;
            counters.Quarantined = _pull.Quarantined;
            counters.Pulls = _pull.Pulled;
            counters.FlashWrites = _cache.Counts.Stored + _cache.Counts.Copied;
            counters.Damaged = _cache.Counts.Damaged;
            counters.FlashFailures = _cache.Counts.FlashFailures + JournalFailures;
        }

        /// <summary>Everything but the envelope.</summary>
        public void Fill(Inventory inventory) => _orders.Fill(inventory);
    }
}
