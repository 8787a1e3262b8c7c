using Decent.Protocol;

namespace Decent.Firmware.Bootstrap
{
    /// <summary>Reads the texts of an answer; proved ones may still be wrong.</summary>
    public static class BootstrapFields
    {
        /// <summary>Tags in a hold list at most.</summary>
        public const int HoldMax = 64;

        private const int CharsMax = 260;
        private const string Scheme = "http://";

        /// <summary>host:port.</summary>
        public static bool TryReadBroker(string? text, out string host, out int port)
        {
            host = "";
            port = 0;
            if (text == null || text.Length > CharsMax) return false;
            int colon = text.LastIndexOf(':');
            if (colon < 1 || text.IndexOf(' ') >= 0) return false;
            if (!int.TryParse(text.Substring(colon + 1), out port) || port < 1 || port > 65_535) return false;
            host = text.Substring(0, colon);
            return true;
        }

        /// <summary>http://host[:port], without a slash at its end.</summary>
        public static bool TryReadSource(string? text, out string source)
        {
            source = "";
            if (text == null || text.Length <= Scheme.Length || text.Length > CharsMax || !text.StartsWith(Scheme)) return false;
            string trimmed = text.TrimEnd('/');
            if (trimmed.Length <= Scheme.Length || trimmed.IndexOf('/', Scheme.Length) >= 0 || trimmed.IndexOf(' ') >= 0) return false;
            source = trimmed;
            return true;
        }

        /// <summary>32 hexadecimal digits into 16 bytes.</summary>
        public static bool TryReadTag(string? text, byte[] tag) => text != null && Hex.TryRead(text, tag);
    }
}
