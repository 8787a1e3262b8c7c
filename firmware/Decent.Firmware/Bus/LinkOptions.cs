namespace Decent.Firmware.Bus
{
    /// <summary>The pace of a node on the bus.</summary>
    public sealed class LinkOptions
    {
        /// <summary>Milliseconds between counters frames, 1,000 to 3,600,000; 60,000, each time 20 % more or less.</summary>
        public int CountersMs = 60_000;

        /// <summary>Least milliseconds between two inventories on one link, at least 1,000; 60,000.</summary>
        public int InventoryMs = 60_000;

        /// <summary>Bounds of the wait before a new attempt, in milliseconds: 1,000 at first, doubling to 60,000.</summary>
        public int RetryFirstMs = 1_000;

        public int RetryMostMs = 60_000;

        /// <summary>A connection that lasted so many milliseconds sets the wait back to its first bound; 30,000.</summary>
        public int StableMs = 30_000;

        /// <summary>Least milliseconds between two births on one link, so that two nodes of one name do not flood the bus; 5,000.</summary>
        public int RebirthMs = 5_000;

        /// <summary>Milliseconds after which log records that nobody acknowledged are sent again; 600,000.</summary>
        public int LogRepeatMs = 600_000;
    }
}
