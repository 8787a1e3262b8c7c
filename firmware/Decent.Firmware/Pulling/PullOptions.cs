namespace Decent.Firmware.Pulling
{
    /// <summary>When a node fetches what others asked it for.</summary>
    public sealed class PullOptions
    {
        /// <summary>Milliseconds without a datagram before anything is fetched or written; 200: serving comes first, an erase stops the board.</summary>
        public int QuietMs = 200;

        /// <summary>Times that a block must have been asked for when it would evict another; 2. Once is enough while there is room.</summary>
        public int AskedTimes = 2;

        /// <summary>Milliseconds for one GET, 100 to 60,000; 5,000.</summary>
        public int TimeoutMs = 5_000;

        /// <summary>Milliseconds of rest after a failure, doubling from the first to the second: 1,000 and 60,000.</summary>
        public int RestFirstMs = 1_000;

        public int RestMostMs = 60_000;
    }
}
