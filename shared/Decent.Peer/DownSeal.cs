using Decent.Peer.Ports;
using Decent.Protocol.Frames;

namespace Decent.Peer
{
    /// <summary>
    /// Proves that a frame towards a node comes from whoever has the node's key, whatever broker carries it: 16 bytes behind the envelope, over all
    /// the others, an unknown tail included.
    /// </summary>
    public static class DownSeal
    {
        private static readonly byte[] Word = { 0x64, 0x6F, 0x77, 0x6E };

        /// <summary>Fills in the proof of a frame of <paramref name="count"/> bytes, at least 36.</summary>
        public static void Put(IHmac hmac, byte[] key, byte[] frame, int count)
        {
            Must.Hold(count >= Seal.Offset + Seal.Bytes);
            System.Array.Copy(Of(hmac, key, frame, count), 0, frame, Seal.Offset, Seal.Bytes);
        }

        /// <summary>Whether the proof is right; false for a frame too short to have one.</summary>
        public static bool IsGood(IHmac hmac, byte[] key, byte[] frame, int count)
        {
            if (count < Seal.Offset + Seal.Bytes || count > frame.Length) return false;
            byte[] proof = Of(hmac, key, frame, count);
            int different = 0;
            // Looks at all of it, so that the time taken tells nothing.
            for (int i = 0; i < Seal.Bytes; i++) different |= proof[i] ^ frame[Seal.Offset + i];
            return different == 0;
        }

        private static byte[] Of(IHmac hmac, byte[] key, byte[] frame, int count)
        {
            int rest = count - Seal.Offset - Seal.Bytes;
            byte[] message = new byte[Word.Length + Seal.Offset + rest];
            System.Array.Copy(Word, 0, message, 0, Word.Length);
            System.Array.Copy(frame, 0, message, Word.Length, Seal.Offset);
            System.Array.Copy(frame, Seal.Offset + Seal.Bytes, message, Word.Length + Seal.Offset, rest);
            return hmac.Compute(key, message, 0, message.Length);
        }
    }
}
