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
    }
}
