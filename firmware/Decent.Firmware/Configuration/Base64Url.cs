namespace Decent.Firmware.Configuration
{
    /// <summary>Base64 in the alphabet of addresses (RFC 4648 section 5), without padding: the device's own Convert takes neither.</summary>
    public static class Base64Url
    {
        /// <summary>Exactly <paramref name="into"/>.Length bytes, or false and <paramref name="into"/> undefined.</summary>
        public static bool TryRead(string text, byte[] into)
        {
            if (text.Length != (into.Length * 8 + 5) / 6) return false;
            uint bits = 0;
            int held = 0;
            int next = 0;
            for (int i = 0; i < text.Length; i++)
            {
                int value = Value(text[i]);
                if (value < 0) return false;
                bits = ((bits & 0xFF) << 6) | (uint)value;
                held += 6;
                if (held < 8) continue;
                held -= 8;
                into[next++] = (byte)((bits >> held) & 0xFF);
            }

            // Bits left over must be zero, so that one key has one spelling.
            return (bits & ((1u << held) - 1)) == 0;
        }

        private static int Value(char c)
        {
            if (c >= 'A' && c <= 'Z') return c - 'A';
            if (c >= 'a' && c <= 'z') return c - 'a' + 26;
            if (c >= '0' && c <= '9') return c - '0' + 52;
            if (c == '-') return 62;
            return c == '_' ? 63 : -1;
        }
    }
}
