namespace Decent.Peer.BlockCache
{
    /// <summary>How much a node holds for others, and how often that is made durable.</summary>
    public sealed class BlockCacheOptions
    {
        /// <summary>
        /// Small blocks, 1 to 16,384; 24 by default, what the drive of a board with 4 MB of flash has room for. 8 MB take 256. Each costs 4,096 bytes
        /// of flash and 22 to 26 of memory.
        /// </summary>
        public int Blocks = 24;

        /// <summary>Inserts after which the file is closed, that is committed, 1 to 64; 8, because each commit wears the flash.</summary>
        public int InsertsPerCommit = 8;

        /// <summary>Milliseconds that an insert waits for company before it is committed anyway, at least 1; 30,000.</summary>
        public int CommitAfterMs = 30_000;
    }
}
