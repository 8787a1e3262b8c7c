namespace Decent.Protocol
{
    /// <summary>Lower-case hexadecimal, for topics, links in text frames and tags in addresses.</summary>
    public static class Hex
    {
        private const string Digits = "0123456789abcdef";

        public static string Of(byte[] bytes, int offset, int count)
        {
            char[] text = new char[count * 2];
            for (int i = 0; i < count; i++)
            {
                text[2 * i] = Digits[bytes[offset + i] >> 4];
                text[2 * i + 1] = Digits[bytes[offset + i] & 15];
            }

            return new string(text);
        }

        /// <summary>Most significant digit first: 16 digits.</summary>
        public static string Of(ulong value)
        {
            char[] text = new char[16];
            for (int i = 15; i >= 0; i--)
            {
                text[i] = Digits[(int)(value & 15)];
                value >>= 4;
            }

            return new string(text);
        }

        /// <summary>Exactly <paramref name="into"/>.Length bytes of either case, or false and <paramref name="into"/> undefined.</summary>
        public static bool TryRead(string text, byte[] into)
        {
            if (text.Length != into.Length * 2) return false;
            for (int i = 0; i < into.Length; i++)
            {
                int high = Value(text[2 * i]);
                int low = Value(text[2 * i + 1]);
                if (high < 0 || low < 0) return false;
                into[i] = (byte)(high << 4 | low);
            }

            return true;
        }

        private static int Value(char digit)
        {
            if (digit >= '0' && digit <= '9') return digit - '0';
            if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
            if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
            return -1;
        }
    }
}
