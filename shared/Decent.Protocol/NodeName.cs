namespace Decent.Protocol
{
    /// <summary>
    /// Rules of a node's name. Its 8-byte id is sha256(name) cut short; a device has no plain SHA-256 and is told its id with its credentials.
    /// </summary>
    public static class NodeName
    {
        /// <summary>[a-z0-9-]{4,32}: safe in topics, in host names and in the broker's patterns.</summary>
        public static bool IsValid(string? name)
        {
            if (name == null || name.Length < Limits.NodeNameCharsMin || name.Length > Limits.NodeNameCharsMax) return false;
            for (int i = 0; i < name.Length; i++)
            {
                if (!IsAllowed(name[i])) return false;
            }

            return true;
        }

        internal static bool IsAllowed(char c) => (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
}
