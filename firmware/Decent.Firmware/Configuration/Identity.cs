namespace Decent.Firmware.Configuration
{
    /// <summary>Who a node is and whom it knows, checked.</summary>
    public sealed class Identity
    {
        public string Name = "";

        /// <summary>First byte of sha256(name): the node's branch of the MQTT tree.</summary>
        public byte Group;

        /// <summary>The first 8 bytes of sha256(name) as a little-endian number.</summary>
        public ulong NodeId;

        /// <summary>32 bytes.</summary>
        public readonly byte[] Key = new byte[32];

        public string MqttSecret = "";

        /// <summary>Empty: no broker.</summary>
        public string BrokerHost = "";

        public int BrokerPort;

        /// <summary>X.509 as DER: the authority by which the broker is verified over TLS; empty: plain TCP.</summary>
        public byte[] BrokerCa = new byte[0];

        /// <summary>Whom the bootstrap is asked of, http://host[:port]; empty: nobody.</summary>
        public string Instance = "";

        /// <summary>Where blocks are asked for, in this order; each http://host[:port] without a slash at its end.</summary>
        public string[] Sources = new string[0];
    }
}
