namespace Decent.Peer.BlockCache
{
    /// <summary>How taking a block in ended.</summary>
    public enum InsertOutcome
    {
        /// <summary>Verified, written, served from now on; durable after the next commit.</summary>
        Stored = 0,

        /// <summary>It was there already.</summary>
        Held = 1,

        /// <summary>The payload is not what the tag names.</summary>
        WrongBytes = 2,

        /// <summary>More than 4,032 bytes.</summary>
        TooLarge = 3,

        /// <summary>The drive is full or failing.</summary>
        FlashFailed = 4,

        /// <summary>A collection is behind; after some quiet ticks there is room.</summary>
        Busy = 5,

        /// <summary>The day's writes are used up.</summary>
        OverBudget = 6,
    }
}
