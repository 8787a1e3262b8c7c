namespace Decent.Firmware.Pulling
{
    /// <summary>When a node fetches what others asked it for, and what the instance wants held.</summary>
    public sealed class PullOptions
    {
        /// <summary>Milliseconds without serving before anything is fetched or written; 200: serving comes first, an erase stops the board.</summary>
        public int QuietMs = 200;

        /// <summary>Milliseconds that the LAN has to answer, 100 to 2,000; 300: three questions. With an answer there is more time, see below.</summary>
        public int LanMs = 300;

        /// <summary>Milliseconds in all for a block that a peer on the LAN has, up to 10,000; 2,000.</summary>
        public int LanMostMs = 2_000;

        /// <summary>Milliseconds for one GET, 100 to 60,000; 5,000.</summary>
        public int TimeoutMs = 5_000;

        /// <summary>
        /// Milliseconds of rest after a block that nobody has, 100 to 60,000; 1,000: names that somebody made up cost others a second each, no more.
        /// </summary>
        public int RestMissedMs = 1_000;

        /// <summary>Milliseconds of rest after a failure, doubling from the first to the second: 1,000 and 60,000. Orders and demand rest apart.</summary>
        public int RestFirstMs = 1_000;

        public int RestMostMs = 60_000;
    }
}
