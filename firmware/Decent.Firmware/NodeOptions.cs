using Decent.Firmware.Bootstrap;
using Decent.Firmware.Bus;
using Decent.Firmware.Pulling;
using Decent.Peer.Availability;
using Decent.Peer.BlockCache;

namespace Decent.Firmware
{
    /// <summary>All settings of a node; the defaults are a board's.</summary>
    public sealed class NodeOptions
    {
        public readonly BlockCacheOptions Cache = new BlockCacheOptions();
        public readonly AvailabilityOptions Availability = new AvailabilityOptions();
        public readonly RunAccountOptions Runs = new RunAccountOptions();
        public readonly BootstrapOptions Bootstrap = new BootstrapOptions();
        public readonly LinkOptions Link = new LinkOptions();
        public readonly PullOptions Pull = new PullOptions();

        /// <summary>Content bytes a second given to others, at least 5,000 (one block must fit in a second); 100,000.</summary>
        public int OfferedBytesPerSecond = 100_000;

        /// <summary>Answers that wait for their jitter at a time, 1 to 100; 8: at the 60 a second that are answered, 25 ms each, two wait.</summary>
        public int DelayedMax = 8;

        /// <summary>Tags remembered that were asked for and not held, 1 to 1,000; 32 take 544 bytes.</summary>
        public int DemandSlots = 32;

        /// <summary>
        /// Milliseconds after which the journal is written although datagrams keep coming, 1,000 to 600,000; 10,000: a storm on the LAN may delay
        /// heartbeats and orders, not silence them. Blocks wait for as long as it takes.
        /// </summary>
        public int QuietMostMs = 10_000;

        /// <summary>
        /// Milliseconds after which messages of the bus are read although datagrams keep coming, 100 to 600,000; 2,000: whoever commands waits ten
        /// seconds. From half of it on they are read as soon as no answer on the LAN waits.
        /// </summary>
        public int BusMostMs = 2_000;

        /// <summary>Milliseconds that a stop may wait for its termination hash, 0 to 60,000; 1,000: a broker's and an instance's way and back.</summary>
        public int FarewellMs = 1_000;

        /// <summary>Milliseconds that a stop may then take until the broker has the goodbye, 0 to 60,000; 1,500.</summary>
        public int GoodbyeMs = 1_500;
    }
}
