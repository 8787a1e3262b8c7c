namespace Decent.Firmware.Configuration
{
    /// <summary>How many blocks the heap has room for: with PSRAM all that the drive holds, without it the few of the smallest drive.</summary>
    public static class HeapRoom
    {
        /// <summary>
        /// Bytes that a node takes behind its start: its objects without the blocks' own, adapters, threads, and what the libraries take once they are
        /// in use. Counted and estimated, not measured: see Memory in the README.
        /// </summary>
        public const int NodeBytes = 53_000;

        /// <summary>Bytes of index, order and ghost for each block.</summary>
        public const int BlockBytes = 34;

        /// <summary>Bytes that stay free: a question to the LAN, a block's copy for its HMAC, an answer in JSON come and go.</summary>
        public const int ReserveBytes = 15_000;

        /// <summary>What any board takes: the layout of the smallest drive.</summary>
        public const int BlocksLeast = 18;

        private const int BlocksMost = 16_384;

        /// <summary><paramref name="freeBytes"/>: of the heap before the node is made.</summary>
        public static int Blocks(uint freeBytes)
        {
            long blocks = ((long)freeBytes - NodeBytes - ReserveBytes) / BlockBytes;
            return blocks < BlocksLeast ? BlocksLeast : blocks > BlocksMost ? BlocksMost : (int)blocks;
        }
    }
}
