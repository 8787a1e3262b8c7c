namespace Decent.Peer.BlockCache
{
    /// <summary>Which blocks that were asked for and not held are worth a write.</summary>
    public enum AdmissionMode
    {
        /// <summary>All while more than half of a day's writes is left, then those asked for a second time, and none when no write is left.</summary>
        Auto = 0,

        All = 1,

        /// <summary>Those asked for a second time within as many other misses as blocks are held.</summary>
        Second = 2,
    }
}
