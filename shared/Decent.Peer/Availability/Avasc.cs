namespace Decent.Peer.Availability
{
    /// <summary>
    /// The availability score in thousandths: uptime of the last 7 days in percent, less one point for each ungraceful stop of today, times the
    /// megabytes a second on offer. A new node counts as up for 18 h a day.
    /// </summary>
    public static class Avasc
    {
        private const long SecondsPerPoint = 6_048;
        private const long Scale = 6_048_000;

        /// <summary>
        /// <paramref name="upSeconds"/>: seconds up in the last 7 UTC days, 0 to 604,800; <paramref name="bytesPerSecond"/>: the lower of what is
        /// offered and what receivers measured, at most 10 GB/s.
        /// </summary>
        public static long Milli(long upSeconds, int ungracefulToday, long bytesPerSecond)
        {
            long counted = upSeconds - SecondsPerPoint * ungracefulToday;
            return counted <= 0 ? 0 : counted * bytesPerSecond / Scale;
        }
    }
}
