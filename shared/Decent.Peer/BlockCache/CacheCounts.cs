namespace Decent.Peer.BlockCache
{
    /// <summary>What the cache did since it was opened.</summary>
    public sealed class CacheCounts
    {
        public uint Stored;
        public uint Evicted;

        /// <summary>Offered payloads that were not what their tag names.</summary>
        public uint WrongBlocks;

        /// <summary>Records found torn or wrong, at the scan or when read.</summary>
        public uint Damaged;

        /// <summary>Writes and commits that the drive refused.</summary>
        public uint FlashFailures;
    }
}
