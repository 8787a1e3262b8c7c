namespace Decent.Protocol.Frames
{
    /// <summary>
    /// The one text frame: "x1 " and the link in 16 hex digits, because the device's MQTT client takes its will as a string. The broker publishes
    /// it, retained, when the link breaks.
    /// </summary>
    public static class Will
    {
        public const int Bytes = 19;
        private const string Prefix = "x1 ";

        public static string Of(ulong link) => Prefix + Hex.Of(link);

        /// <summary>The link that broke; false for anything that is not exactly a will.</summary>
        public static bool TryRead(byte[] buffer, int count, out ulong link)
        {
            link = 0;
            if (count != Bytes || buffer.Length < count) return false;
            for (int i = 0; i < Prefix.Length; i++)
            {
                if (buffer[i] != Prefix[i]) return false;
            }

            for (int i = Prefix.Length; i < Bytes; i++)
            {
                int digit = Digit(buffer[i]);
                if (digit < 0) return false;
                link = (link << 4) | (uint)digit;
            }

            return true;
        }

        private static int Digit(byte c)
        {
            if (c >= '0' && c <= '9') return c - '0';
            return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        }
    }
}
