namespace Decent.Firmware.Bootstrap
{
    /// <summary>How often the instance is asked.</summary>
    public sealed class BootstrapOptions
    {
        /// <summary>Bytes of an answer at most.</summary>
        public const int BodyBytesMax = 4_096;

        /// <summary>Milliseconds after a good answer, each time 20 % more or less; an hour.</summary>
        public int WellMs = 3_600_000;

        /// <summary>Milliseconds after a failure, each time 20 % more or less; ten minutes.</summary>
        public int AwayMs = 600_000;

        /// <summary>Milliseconds for one GET, 100 to 60,000; 5,000.</summary>
        public int TimeoutMs = 5_000;
    }
}
