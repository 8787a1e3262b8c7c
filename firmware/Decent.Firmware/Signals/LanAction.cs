namespace Decent.Firmware.Signals
{
    /// <summary>What to do about the network.</summary>
    public enum LanAction
    {
        None = 0,

        /// <summary>Join again with the stored credentials.</summary>
        Rejoin = 1,

        /// <summary>Start the board again: it has another address, or joining has not helped for long.</summary>
        Restart = 2,
    }
}
