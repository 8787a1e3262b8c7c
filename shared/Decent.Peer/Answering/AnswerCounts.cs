namespace Decent.Peer.Answering
{
    /// <summary>What the responder did since it started; the host copies it into its counters frame.</summary>
    public sealed class AnswerCounts
    {
        public uint Wants;
        public uint Haves;
        public uint Gets;
        public uint Malformed;

        /// <summary>Dropped by a bucket, a bad cookie, a foreign source or a full jitter queue.</summary>
        public uint Limited;

        public ulong BlocksServed;
        public ulong BytesServed;
    }
}
