namespace Decent.Protocol
{
    /// <summary>
    /// Every bound of the wire and of memory, in one place. Units stand last in the names.
    /// Sources: the measurements behind each number are named in PROTOCOL.md, "Limits".
    /// </summary>
    public static class Limits
    {
        /// <summary>The wire version this build speaks; another one is dropped and counted.</summary>
        public const byte WireVersion = 1;

        /// <summary>Largest UDP payload: 24 bytes of header and 1,344 of data, 1,396 bytes of IP, below every common MTU.</summary>
        public const int DatagramBytesMax = 1368;

        /// <summary>Smallest question; an answer is never larger than its question, so 128 leaves room for a HAVE.</summary>
        public const int WantBytesMin = 128;

        /// <summary>Tags in one WANT-BLOCKS.</summary>
        public const int WantTagsMax = 64;

        /// <summary>One small block: one flash record on a board, three datagrams on the wire.</summary>
        public const int BlockBytesMax = 4032;

        /// <summary>Content bytes in one DATA.</summary>
        public const int ChunkBytesMax = 1344;

        /// <summary>DATA datagrams of the largest block.</summary>
        public const int ChunksMax = 3;

        /// <summary>A block's id: HMAC-SHA256 under the public block key, cut to 16 bytes.</summary>
        public const int TagBytes = 16;

        /// <summary>A resource's id on the wire: sha256(id), cut to 16 bytes.</summary>
        public const int KeyBytes = 16;

        /// <summary>A git commit id (SHA-1).</summary>
        public const int CommitBytes = 20;

        /// <summary>CIDv1 in binary: version, codec, 0x12 0x20 and a sha2-256 digest.</summary>
        public const int CidBytes = 36;

        /// <summary>Proof that an asker receives at the address that it sends from.</summary>
        public const int CookieBytes = 8;

        /// <summary>A signed availability score.</summary>
        public const int TicketBytes = 80;

        /// <summary>Largest MQTT payload towards devices: one TLS record, one TCP segment.</summary>
        public const int FrameBytesMax = 1024;

        /// <summary>Largest MQTT payload at all: the broker's packet limit less the topic.</summary>
        public const int PacketBytesMax = 32768;

        /// <summary>Longest topic of a node that a reader looks at.</summary>
        public const int TopicCharsMax = 64;

        /// <summary>A node's name: [a-z0-9-]{4,32}.</summary>
        public const int NodeNameCharsMin = 4;

        /// <summary>See <see cref="NodeNameCharsMin"/>.</summary>
        public const int NodeNameCharsMax = 32;

        /// <summary>UDP port of the LAN protocol, unless configured.</summary>
        public const int PeerPort = 4930;

        /// <summary>HTTP port of an edge, unless configured.</summary>
        public const int EdgeHttpPort = 4980;

        /// <summary>HTTP port of an instance, unless configured.</summary>
        public const int InstanceHttpPort = 4970;

        /// <summary>MQTT port of a managed broker on loopback, unless configured.</summary>
        public const int MqttPort = 1883;

        /// <summary>MQTT port of a managed broker with TLS, unless configured.</summary>
        public const int MqttTlsPort = 8883;

        /// <summary>Largest certificate authority of a broker, as DER.</summary>
        public const int CaBytesMax = 512;
    }
}
