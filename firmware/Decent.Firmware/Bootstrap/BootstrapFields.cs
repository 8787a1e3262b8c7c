using Decent.Protocol;

namespace Decent.Firmware.Bootstrap
{
    /// <summary>Reads the texts of an answer as a board's own configuration is read; proved ones may still be wrong.</summary>
    public static class BootstrapFields
    {
        /// <summary>Tags in a hold list at most.</summary>
        public const int HoldMax = 64;

        /// <summary>host:port.</summary>
        public static bool TryReadBroker(string? text, out string host, out int port)
        {
            host = "";
            port = 0;
            return text != null && Addresses.TryReadHost(text, out host, out port);
        }

        /// <summary>DER in hexadecimal, at most <see cref="Limits.CaBytesMax"/> bytes; empty and missing are no authority.</summary>
        public static bool TryReadCa(string? text, out byte[] ca)
        {
            ca = new byte[text == null || text.Length > 2 * Limits.CaBytesMax ? 0 : text.Length / 2];
            return text == null || Hex.TryRead(text, ca);
        }

        /// <summary>http://host[:port], without a slash at its end.</summary>
        public static bool TryReadSource(string? text, out string source)
        {
            source = text != null && Addresses.IsOrigin(text) ? text : "";
            return source.Length > 0;
        }

        /// <summary>32 hexadecimal digits into 16 bytes.</summary>
        public static bool TryReadTag(string? text, byte[] tag) => text != null && Hex.TryRead(text, tag);
    }
}
