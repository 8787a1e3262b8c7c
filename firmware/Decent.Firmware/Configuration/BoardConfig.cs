namespace Decent.Firmware.Configuration
{
    /// <summary>
    /// A node's file as a person sees it: what "decent-instance nodes add" prints, and what its owner may add. Names of members do not depend on
    /// case; unknown ones mean nothing.
    /// </summary>
    public sealed class BoardConfig
    {
        /// <summary>[a-z0-9-]{4,32}.</summary>
        public string Name { get; set; } = "";

        /// <summary>First 8 bytes of sha256(name), 16 hex digits. A board cannot compute it.</summary>
        public string NodeId { get; set; } = "";

        /// <summary>Password at the broker.</summary>
        public string MqttSecret { get; set; } = "";

        /// <summary>32 bytes as base64url (43 characters) or 64 hex digits.</summary>
        public string NodeKey { get; set; } = "";

        /// <summary>The instance, http://host:port; empty: nothing is pulled from it.</summary>
        public string Instance { get; set; } = "";

        /// <summary>An edge that is asked for blocks before the instance, http://host:port; empty by default.</summary>
        public string Edge { get; set; } = "";

        /// <summary>The broker, host:port; empty: the node serves its LAN and tells nobody.</summary>
        public string Broker { get; set; } = "";

        /// <summary>Content bytes a second given to others, 5,000 to 100,000,000; 100,000.</summary>
        public int OfferedBytesPerSecond { get; set; } = 100_000;

        /// <summary>Small blocks held, 1 to 16,384; 24 fit on a board with 4 MB of flash, 256 on one with 8 MB.</summary>
        public int Blocks { get; set; } = 24;

        /// <summary>UDP port of the LAN, 0 to 65,535; 4930. 0 takes a free one, for tests.</summary>
        public int Port { get; set; } = 4930;

        /// <summary>Wi-Fi name and password; empty on a simulated board, and on one that was given them with its network settings.</summary>
        public string WifiName { get; set; } = "";

        public string WifiPassword { get; set; } = "";
    }
}
