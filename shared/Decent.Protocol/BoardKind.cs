namespace Decent.Protocol
{
    /// <summary>Which board a configuration is for.</summary>
    public static class BoardKind
    {
        /// <summary>Any ESP32 with 4 MB of flash.</summary>
        public const byte Esp32 = 1;

        public const byte Esp32Flash8 = 2;

        public const byte Esp32Flash16 = 3;

        /// <summary>ESP32-S3 with 8 MB of flash or more.</summary>
        public const byte Esp32S3 = 4;

        /// <summary>nanoFramework's virtual device on a PC.</summary>
        public const byte Virtual = 5;

        /// <summary>The firmware's sources on .NET.</summary>
        public const byte Simulated = 6;

        private static readonly string[] Names = { "", "esp32", "esp32-8mb", "esp32-16mb", "esp32-s3", "virtual", "simulated" };

        /// <summary>The word for a kind in commands and logs; empty for an unknown one.</summary>
        public static string NameOf(byte kind) => kind < Names.Length ? Names[kind] : "";

        /// <summary>The kind of that name, 0 for none.</summary>
        public static byte Named(string name)
        {
            for (int i = 1; i < Names.Length; i++)
            {
                if (Names[i] == name) return (byte)i;
            }

            return 0;
        }

        /// <summary>
        /// Bytes of the partition "config" with nanoFramework's own partition tables (partitions_nanoclr_*.csv); for a device without flash, what it
        /// may take.
        /// </summary>
        public static uint PartitionBytesOf(byte kind)
        {
            switch (kind)
            {
                case Esp32: return 256 << 10;
                case Esp32Flash16: return 3 << 20;
                default: return 2 << 20;
            }
        }
    }
}
