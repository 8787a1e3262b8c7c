namespace Decent.Peer.Availability
{
    /// <summary>The pace of the account of runs.</summary>
    public sealed class RunAccountOptions
    {
        /// <summary>Milliseconds until a claim that nobody answered is made again, doubling from the first to the second: 5,000 and 300,000.</summary>
        public int RepeatFirstMs = 5_000;

        public int RepeatMostMs = 300_000;
    }
}
