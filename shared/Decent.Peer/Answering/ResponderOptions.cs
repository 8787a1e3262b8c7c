namespace Decent.Peer.Answering
{
    /// <summary>What one node may give. Defaults are a board's; an edge raises the byte rate.</summary>
    public sealed class ResponderOptions
    {
        /// <summary>sha256(node name), 8 bytes as a little-endian number.</summary>
        public ulong Node;

        /// <summary>Where bulk is served over HTTP; 0: nowhere.</summary>
        public ushort HttpPort;

        /// <summary>This node's avasc in thousandths; questions with a higher threshold are not answered. New at 0.1 MB/s: 7,500.</summary>
        public uint AvascMilli = 7_500;

        /// <summary>Largest jitter before a HAVE to a broadcast, in milliseconds; 50, so that answers do not collide on Wi-Fi.</summary>
        public int JitterMsMax = 50;

        /// <summary>Questions answered a second, to one source and in all.</summary>
        public int WantsPerSource = 20;

        public int WantsInAll = 60;

        /// <summary>Content bytes a second; 400,000 is what an interpreter on an ESP32 is expected to manage.</summary>
        public long BytesPerSecond = 400_000;

        /// <summary>Sources remembered, and answers waiting for their jitter.</summary>
        public int SourcesMax = 16;

        public int DelayedMax = 16;
    }
}
