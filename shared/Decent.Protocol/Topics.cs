namespace Decent.Protocol
{
    /// <summary>
    /// The MQTT tree. hh is the first byte of sha256(node) in hex and keeps a node's frames in order when several instances share the load.
    /// </summary>
    public static class Topics
    {
        public const string Root = "decent/1/";

        /// <summary>Everything that nodes say; the instance's subscription.</summary>
        public const string AllUp = Root + "+/+/up/#";

        /// <summary>Group manifests (retained) and deltas; a node's subscription.</summary>
        public const string AllManifests = Root + "all/m/+";

        /// <summary>See <see cref="AllManifests"/>.</summary>
        public const string AllDeltas = Root + "all/d/+";

        /// <summary>A node's branch: decent/1/hh/node/.</summary>
        public static string Node(byte hh, string node) => Root + Byte(hh) + "/" + node + "/";

        /// <summary>Birth, death and will: the only retained topic of a node.</summary>
        public static string State(byte hh, string node) => Node(hh, node) + "up/s";

        public static string Counters(byte hh, string node) => Node(hh, node) + "up/c";

        public static string Log(byte hh, string node) => Node(hh, node) + "up/l";

        public static string Commands(byte hh, string node) => Node(hh, node) + "dn/c";

        public static string Manifest(byte group) => Root + "all/m/" + Byte(group);

        public static string Delta(byte group) => Root + "all/d/" + Byte(group);

        public static string Instance(string instance) => Root + "full/" + instance + "/s";

        /// <summary>
        /// Splits decent/1/hh/node/up/leaf. False for anything else, a bad node name included; <paramref name="leaf"/> is what follows "up/".
        /// </summary>
        public static bool TryReadUp(string topic, out byte hh, out string node, out string leaf)
        {
            hh = 0;
            node = "";
            leaf = "";
            string[] parts = topic.Split('/');
            if (parts.Length != 6 || parts[0] != "decent" || parts[1] != "1" || parts[4] != "up") return false;
            byte[] group = new byte[1];
            if (!Hex.TryRead(parts[2], group) || !NodeName.IsValid(parts[3])) return false;
            hh = group[0];
            node = parts[3];
            leaf = parts[5];
            return true;
        }

        private static string Byte(byte value) => Hex.Of(new[] { value }, 0, 1);
    }
}
