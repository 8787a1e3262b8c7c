namespace Decent.Protocol
{
    /// <summary>
    /// The MQTT tree. hh is the first byte of sha256(node) in hex and keeps a node's frames in order when several instances share the load.
    /// </summary>
    public static class Topics
    {
        public const string Root = "decent/1/";

        private const string Up = "/up/";
        private const int LeafCharsMax = 16;

        /// <summary>Where the node's name begins: behind the root, two digits and a slash.</summary>
        private const int NodeAt = 12;

        /// <summary>Everything that nodes say; the instance's subscription.</summary>
        public const string AllUp = Root + "+/+/up/#";

        /// <summary>All that may stand under a node's name: its own branch, whatever the digits, and what Home Assistant is shown of it.</summary>
        public static string BranchesOf(string node) => Root + "+/" + node + "/#";

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

        /// <summary>What became of commands.</summary>
        public static string Results(byte hh, string node) => Node(hh, node) + "up/r";

        public static string Inventory(byte hh, string node) => Node(hh, node) + "up/i";

        /// <summary>Claims of the account of runs.</summary>
        public static string Claims(byte hh, string node) => Node(hh, node) + "up/k";

        /// <summary>Everything from the instance to one node: commands, acknowledgements, grants.</summary>
        public static string Commands(byte hh, string node) => Node(hh, node) + "dn/c";

        public static string Manifest(byte group) => Root + "all/m/" + Byte(group);

        public static string Delta(byte group) => Root + "all/d/" + Byte(group);

        public static string Instance(string instance) => Root + "full/" + instance + "/s";

        /// <summary>
        /// Splits decent/1/hh/node/up/leaf, where leaf is [a-z0-9-]{1,16}. False for anything else, a bad node name or capitals included: each
        /// topic has one spelling. Whether hh is the name's own is the caller's to check, where SHA-256 is at hand.
        /// </summary>
        public static bool TryReadUp(string topic, out byte hh, out string node, out string leaf)
        {
            hh = 0;
            node = "";
            leaf = "";
            if (topic.Length <= NodeAt || topic.Length > Limits.TopicCharsMax || !Stands(topic, 0, Root) || topic[NodeAt - 1] != '/') return false;
            int nodeEnd = topic.IndexOf('/', NodeAt);
            if (nodeEnd < 0 || !Stands(topic, nodeEnd, Up)) return false;
            string digits = topic.Substring(Root.Length, 2);
            string name = topic.Substring(NodeAt, nodeEnd - NodeAt);
            string rest = topic.Substring(nodeEnd + Up.Length);
            byte[] group = new byte[1];
            if (!Hex.TryRead(digits, group) || digits != Byte(group[0]) || !NodeName.IsValid(name) || !IsLeaf(rest)) return false;
            hh = group[0];
            node = name;
            leaf = rest;
            return true;
        }

        private static bool IsLeaf(string text)
        {
            if (text.Length < 1 || text.Length > LeafCharsMax) return false;
            for (int i = 0; i < text.Length; i++)
            {
                if (!NodeName.IsAllowed(text[i])) return false;
            }

            return true;
        }

        private static bool Stands(string text, int offset, string part)
        {
            if (part.Length > text.Length - offset) return false;
            for (int i = 0; i < part.Length; i++)
            {
                if (text[offset + i] != part[i]) return false;
            }

            return true;
        }

        private static string Byte(byte value) => Hex.Of(new[] { value }, 0, 1);
    }
}
