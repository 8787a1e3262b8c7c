namespace Decent.Peer.Lookup
{
    /// <summary>
    /// The ladder's times, in milliseconds from its start. Defaults: PROTOCOL.md, "The ladder"; a Wi-Fi beacon is 102.4 ms, modem sleep answers in
    /// about 257 ms.
    /// </summary>
    public sealed class LookupOptions
    {
        /// <summary>When the three questions go out.</summary>
        public int[] AskAtMs = { 0, 130, 260 };

        /// <summary>When the question is repeated with half the threshold.</summary>
        public int LoweredAtMs = 400;

        /// <summary>When the LAN counts as silent.</summary>
        public int SilentAtMs = 650;

        /// <summary>When a caller is told that nobody can.</summary>
        public int CallerMs = 1000;

        /// <summary>How long peers may keep the instance waiting as long as they deliver.</summary>
        public int PeersMs = 2000;

        /// <summary>
        /// How long peers that answered may go without a verified block before they count as silent; more than three tries at a first timeout.
        /// </summary>
        public int StalledMs = 2000;

        /// <summary>How long an asked instance may take before it counts as away.</summary>
        public int InstanceMs = 10_000;

        /// <summary>First sleep; it doubles up to the longest.</summary>
        public int SleepFirstMs = 1000;

        public int SleepLongestMs = 60_000;
    }
}
