namespace Decent.Firmware.Bootstrap
{
    /// <summary>
    /// What the instance tells a node before anything else, as PROTOCOL.md says. A member that is missing keeps what the node has. The names are
    /// those of the JSON, but for capitals.
    /// </summary>
    public sealed class BootstrapAnswer
    {
        /// <summary>host:port.</summary>
        public string? Broker { get; set; }

        /// <summary>The broker's certificate authority in hexadecimal; empty: plain TCP.</summary>
        public string? Ca { get; set; }

        /// <summary>Seconds since 1970.</summary>
        public long Time { get; set; }

        /// <summary>http://host:port.</summary>
        public string? Edge { get; set; }

        /// <summary>Content bytes a second, 0 for the node's own setting; -1 when it was not told.</summary>
        public int Offered { get; set; } = -1;

        /// <summary>Small blocks to hold, 0 for the node's own setting; -1 when it was not told.</summary>
        public int Blocks { get; set; } = -1;

        /// <summary>Tags of 32 hexadecimal digits.</summary>
        public string[]? Hold { get; set; }

        /// <summary>The same for answers that ask for the same, whatever the time.</summary>
        public uint Fingerprint()
        {
            uint sum = Add(Add(Add(2_166_136_261, Broker), Ca), Edge);
            sum = Add(Add(sum, Offered.ToString()), Blocks.ToString());
            for (int i = 0; Hold != null && i < Hold.Length; i++) sum = Add(sum, Hold[i]);
            return sum;
        }

        // FNV-1a over the characters; the end of each text counts too.
        private static uint Add(uint sum, string? text)
        {
            for (int i = 0; text != null && i < text.Length; i++) sum = unchecked((sum ^ text[i]) * 16_777_619);
            return unchecked((sum ^ 0xFFFF) * 16_777_619);
        }
    }
}
