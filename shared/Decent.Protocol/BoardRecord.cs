namespace Decent.Protocol
{
    /// <summary>
    /// All that a board is told: who it is, whom it knows, what it may use. 82 bytes and five texts, 1,000 at most; Wi-Fi is not in it. Bytes
    /// behind the record, and fields behind those known here, are ignored.
    /// </summary>
    public sealed class BoardRecord
    {
        public const int BytesMax = 1_000;
        public const int KeyBytes = 32;
        public const int MacBytes = 6;
        public const int SecretCharsMax = 64;
        public const int BlocksMax = 16_384;
        public const int OfferedMin = 5_000;
        public const int OfferedMax = 100_000_000;
        public const byte Version = 1;

        /// <summary>The LED pin of a board without one.</summary>
        public const byte NoLed = 0xFF;

        /// <summary>The LED pin is the one that the board's kind usually has.</summary>
        public const byte UsualLed = 0xFE;

        private const uint Magic = 0x31524344;
        private const int FixedBytes = 78;
        private const int CrcBytes = 4;
        private const uint PartitionMin = 1 << 16;
        private const uint PartitionMax = 1 << 30;

        /// <summary>Rises by one at each write; of two copies the higher one counts.</summary>
        public uint Sequence;

        /// <summary>The first 8 bytes of sha256(name) as a little-endian number.</summary>
        public ulong Node;

        public readonly byte[] Key = new byte[KeyBytes];

        /// <summary>The network address of the one board that this is for, as its network interface has it; zeros: any board.</summary>
        public readonly byte[] Mac = new byte[MacBytes];

        /// <summary>Bytes of the flash partition that holds the drive, 65,536 to 2^30.</summary>
        public uint PartitionBytes = 256 << 10;

        /// <summary>Content bytes a second given to others, 5,000 to 100,000,000.</summary>
        public uint OfferedBytesPerSecond = 100_000;

        /// <summary>Small blocks held, 1 to 16,384; 0: what the partition holds.</summary>
        public ushort Blocks;

        /// <summary>UDP port of the LAN; 0 takes a free one, for tests.</summary>
        public ushort UdpPort = Limits.PeerPort;

        /// <summary>One of <see cref="BoardKind"/>.</summary>
        public byte Board = BoardKind.Esp32;

        /// <summary>One of <see cref="BoardAdmission"/>.</summary>
        public byte Admission;

        /// <summary>GPIO of the LED, <see cref="UsualLed"/> or <see cref="NoLed"/>.</summary>
        public byte LedPin = UsualLed;

        public string Name = "";

        /// <summary>Password at the broker, 1 to 64 printable ASCII characters.</summary>
        public string Secret = "";

        /// <summary>The instance, http://host:port; empty: none.</summary>
        public string Instance = "";

        /// <summary>An edge that is asked for blocks before the instance, http://host:port; empty: none.</summary>
        public string Edge = "";

        /// <summary>The broker, host:port; empty: the instance tells it.</summary>
        public string Broker = "";

        /// <summary>Bytes written, or 0 for fields that a reader would refuse and for a buffer that is too short.</summary>
        public int Write(byte[] buffer)
        {
            if (Fault() != BoardFault.None) return 0;
            int length = FixedBytes + Name.Length + Secret.Length + Instance.Length + Edge.Length + Broker.Length + CrcBytes;
            ByteWriter w = new ByteWriter(buffer)
                .U32(Magic).U16(Version).U16(length).U32(Sequence).U64(Node).Bytes(Key, 0, KeyBytes)
                .U32(PartitionBytes).U32(OfferedBytesPerSecond).U16(Blocks).U16(UdpPort).U8(Board).U8(LedPin)
                .U8(Name.Length).U8(Secret.Length).U8(Instance.Length).U8(Edge.Length).U8(Broker.Length).U8(Admission)
                .Bytes(Mac, 0, MacBytes);
            Put(w, Name);
            Put(w, Secret);
            Put(w, Instance);
            Put(w, Edge);
            Put(w, Broker);
            if (w.Failed) return 0;
            w.U32(Crc32.Of(buffer, 0, w.Count));
            return w.Failed ? 0 : w.Count;
        }

        /// <summary>Reads the first <paramref name="count"/> bytes. With a fault the fields mean nothing.</summary>
        public BoardFault Read(byte[] buffer, int count)
        {
            ByteReader r = new ByteReader(buffer, 0, count);
            if (r.Failed) return BoardFault.NotARecord;
            if (count == 0) return BoardFault.Missing;
            uint magic = r.U32();
            int version = r.U16();
            int length = r.U16();
            if (r.Failed || magic != Magic) return BoardFault.NotARecord;
            if (version != Version) return BoardFault.Version;
            if (length < FixedBytes + CrcBytes || length > BytesMax || length > count) return BoardFault.NotARecord;
            uint crc = new ByteReader(buffer, length - CrcBytes, CrcBytes).U32();
            if (crc != Crc32.Of(buffer, 0, length - CrcBytes)) return BoardFault.Damaged;
            return ReadFields(new ByteReader(buffer, r.Offset, length - CrcBytes - r.Offset));
        }

        /// <summary>The first field that a reader would refuse.</summary>
        public BoardFault Fault()
        {
            if (!NodeName.IsValid(Name)) return BoardFault.Name;
            if (Secret.Length < 1 || Secret.Length > SecretCharsMax || !IsPrintable(Secret)) return BoardFault.Secret;
            if (Instance.Length > 0 && !Addresses.IsOrigin(Instance)) return BoardFault.Instance;
            if (Edge.Length > 0 && !Addresses.IsOrigin(Edge)) return BoardFault.Edge;
            if (Broker.Length > 0 && !Addresses.TryReadHost(Broker, out _, out _)) return BoardFault.Broker;
            if (Board < BoardKind.Esp32 || Board > BoardKind.Simulated) return BoardFault.Board;
            if (PartitionBytes < PartitionMin || PartitionBytes > PartitionMax) return BoardFault.Partition;
            if (Blocks > BlocksMax) return BoardFault.Blocks;
            if (Admission > BoardAdmission.Second) return BoardFault.Admission;
            return OfferedBytesPerSecond < OfferedMin || OfferedBytesPerSecond > OfferedMax ? BoardFault.Offered : BoardFault.None;
        }

        /// <summary>
        /// Whether the board with that address may use this record: two boards with one identity would each look like a forgery of the other.
        /// Anything but 6 bytes is an address that nobody knows.
        /// </summary>
        public bool IsFor(byte[] mac)
        {
            bool same = true;
            bool any = true;
            for (int i = 0; i < MacBytes; i++)
            {
                any = any && Mac[i] == 0;
                same = same && mac.Length == MacBytes && mac[i] == Mac[i];
            }

            return any || same || mac.Length != MacBytes;
        }

        private BoardFault ReadFields(ByteReader r)
        {
            Sequence = r.U32();
            Node = r.U64();
            r.Bytes(Key);
            PartitionBytes = r.U32();
            OfferedBytesPerSecond = r.U32();
            Blocks = r.U16();
            UdpPort = r.U16();
            Board = r.U8();
            LedPin = r.U8();
            int name = r.U8();
            int secret = r.U8();
            int instance = r.U8();
            int edge = r.U8();
            int broker = r.U8();
            Admission = r.U8();
            r.Bytes(Mac);
            if (name + secret + instance + edge + broker > r.Left) return BoardFault.NotARecord;
            Name = Take(r, name);
            Secret = Take(r, secret);
            Instance = Take(r, instance);
            Edge = Take(r, edge);
            Broker = Take(r, broker);
            return r.Failed ? BoardFault.NotARecord : Fault();
        }

        // Texts are checked to be printable ASCII before they are written.
        private static void Put(ByteWriter w, string text)
        {
            for (int i = 0; i < text.Length; i++) w.U8(text[i]);
        }

        // Bytes above 127 become characters that no field allows.
        private static string Take(ByteReader r, int count)
        {
            char[] text = new char[count];
            for (int i = 0; i < count; i++) text[i] = (char)r.U8();
            return new string(text);
        }

        private static bool IsPrintable(string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] <= ' ' || text[i] > '~') return false;
            }

            return true;
        }
    }
}
