using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Peer
{
    /// <summary>What a run derives from the node's key, because a device has no random source: HMAC(key, a word, the boot counter, a number).</summary>
    public static class RunKeys
    {
        private static readonly byte[] LinkWord = { 0x6C, 0x69, 0x6E, 0x6B };
        private static readonly byte[] CookieWord = { 0x63, 0x6F, 0x6F, 0x6B };
        private static readonly byte[] BackWord = { 0x62, 0x61, 0x63, 0x6B };
        private static readonly byte[] KeptWord = { 0x6B, 0x65, 0x70, 0x74 };
        private static readonly byte[] SeedWord = { 0x73, 0x65, 0x65, 0x64 };
        private static readonly byte[] GaspWord = { 0x67, 0x61, 0x73, 0x70 };

        /// <summary>
        /// The number of one MQTT connection: first 8 bytes, little-endian, of HMAC(key, "link", boot u32, connects u32). Never repeats on a node.
        /// </summary>
        public static ulong Link(IHmac hmac, byte[] key, uint boot, uint connects)
        {
            byte[] message = new byte[12];
            new ByteWriter(message).Bytes(LinkWord, 0, 4).U32(boot).U32(connects);
            return new ByteReader(hmac.Compute(key, message, 0, message.Length), 0, 8).U64();
        }

        /// <summary>32 bytes for this run's cookies.</summary>
        public static byte[] CookieSecret(IHmac hmac, byte[] key, uint boot, ulong entropy) => Of(hmac, key, CookieWord, boot, entropy);

        /// <summary>A seed for jitter and choice.</summary>
        public static ulong Seed(IHmac hmac, byte[] key, uint boot, ulong entropy) =>
            new ByteReader(Of(hmac, key, SeedWord, boot, entropy), 0, 8).U64();

        /// <summary>
        /// 32 bytes that show a key granted by the instance (a run's secret or termination hash) without telling it: HMAC(granted, "back" or "kept",
        /// node id, run). <paramref name="stage"/>: RunClaim.StageOpen or StageStored.
        /// </summary>
        public static byte[] Proof(IHmac hmac, byte[] granted, byte stage, ulong node, uint run)
        {
            byte[] message = new byte[16];
            new ByteWriter(message).Bytes(stage == RunClaim.StageStored ? KeptWord : BackWord, 0, 4).U64(node).U32(run);
            return hmac.Compute(granted, message, 0, message.Length);
        }

        /// <summary>
        /// 16 bytes that prove a last gasp to whoever has the node's key: the first of HMAC(key, "gasp", node id, run, link, sequence). The link and the
        /// sequence are those of the frame, so that no other one can carry them.
        /// </summary>
        public static byte[] Gasp(IHmac hmac, byte[] key, ulong node, uint run, ulong link, uint sequence)
        {
            byte[] message = new byte[28];
            new ByteWriter(message).Bytes(GaspWord, 0, 4).U64(node).U32(run).U64(link).U32(sequence);
            byte[] proof = new byte[Death.ProofBytes];
            System.Array.Copy(hmac.Compute(key, message, 0, message.Length), 0, proof, 0, proof.Length);
            return proof;
        }

        private static byte[] Of(IHmac hmac, byte[] key, byte[] word, uint boot, ulong entropy)
        {
            byte[] message = new byte[16];
            new ByteWriter(message).Bytes(word, 0, 4).U32(boot).U64(entropy);
            return hmac.Compute(key, message, 0, message.Length);
        }
    }
}
