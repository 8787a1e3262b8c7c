namespace Decent.Peer.BlockCache
{
    /// <summary>What the cache did since it was made.</summary>
    public sealed class CacheCounts
    {
        public uint Stored;
        public uint Evicted;

        /// <summary>Offered payloads that were not what their tag names.</summary>
        public uint WrongBlocks;

        /// <summary>Records found torn or wrong: at the scan, when read, copied or scrubbed.</summary>
        public uint Damaged;

        /// <summary>Writes, commits and opens that the drive refused.</summary>
        public uint FlashFailures;

        /// <summary>Live records copied forward by collections.</summary>
        public uint Copied;

        /// <summary>Segments begun.</summary>
        public uint Rotations;

        /// <summary>Closes of the active segment.</summary>
        public uint Commits;

        /// <summary>Blocks lost because the drive had no room: for their copies, or for a write that took them with it.</summary>
        public uint GivenUp;

        /// <summary>Blocks that came while no write was left for them.</summary>
        public uint Refused;

        /// <summary>Records checked while idle.</summary>
        public uint Scrubbed;
    }
}
