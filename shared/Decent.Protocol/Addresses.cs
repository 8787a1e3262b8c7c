namespace Decent.Protocol
{
    /// <summary>Forms of the addresses that nodes are told.</summary>
    public static class Addresses
    {
        public const int CharsMax = 200;
        private const string Scheme = "http://";

        /// <summary>http://host or http://host:port, without a slash at its end: at most 200 printable ASCII characters.</summary>
        public static bool IsOrigin(string text)
        {
            if (text.Length <= Scheme.Length || text.Length > CharsMax || !text.StartsWith(Scheme)) return false;
            string rest = text.Substring(Scheme.Length);
            if (!IsPlain(rest)) return false;
            int colon = rest.LastIndexOf(':');
            return colon < 0 ? rest.IndexOf(']') < 0 : TryReadHost(rest, out _, out _);
        }

        /// <summary>host:port with a port of 1 to 65,535; the host is not looked up.</summary>
        public static bool TryReadHost(string text, out string host, out int port)
        {
            host = "";
            port = 0;
            int colon = text.LastIndexOf(':');
            if (colon < 1 || text.Length > CharsMax || !IsPlain(text)) return false;
            int digits = text.Length - colon - 1;
            if (digits < 1 || digits > 5) return false;
            for (int i = colon + 1; i < text.Length; i++)
            {
                if (text[i] < '0' || text[i] > '9') return false;
                port = port * 10 + (text[i] - '0');
            }

            host = text.Substring(0, colon);
            return port >= 1 && port <= 65_535;
        }

        // Printable ASCII without what would begin a path, a query or a user.
        private static bool IsPlain(string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                char c = text[i];
                if (c <= ' ' || c > '~' || c == '/' || c == '?' || c == '#' || c == '@' || c == '\\') return false;
            }

            return true;
        }
    }
}
