namespace Decent.Protocol.Frames
{
    /// <summary>
    /// Where the proof stands in a frame from the instance to a node: HMAC(node key, ASCII "down", envelope, everything behind the proof)[0..15] in
    /// the 16 bytes behind the envelope. Decent.Peer computes it.
    /// </summary>
    public static class Seal
    {
        public const int Bytes = 16;

        /// <summary>First byte of the proof.</summary>
        public const int Offset = Envelope.Bytes;
    }
}
