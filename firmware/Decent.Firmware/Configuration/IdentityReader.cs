using Decent.Protocol;

namespace Decent.Firmware.Configuration
{
    /// <summary>Who a node is, out of its checked configuration.</summary>
    public static class IdentityReader
    {
        /// <summary><paramref name="record"/> was read or written without a fault.</summary>
        public static Identity Of(BoardRecord record)
        {
            Identity identity = new Identity();
            identity.Name = record.Name;
            identity.NodeId = record.Node;
            identity.Group = unchecked((byte)record.Node);
            identity.MqttSecret = record.Secret;
            System.Array.Copy(record.Key, 0, identity.Key, 0, record.Key.Length);
            Addresses.TryReadHost(record.Broker, out identity.BrokerHost, out identity.BrokerPort);
            int count = (record.Edge.Length > 0 ? 1 : 0) + (record.Instance.Length > 0 ? 1 : 0);
            identity.Sources = new string[count];
            int next = 0;
            if (record.Edge.Length > 0) identity.Sources[next++] = record.Edge;
            if (record.Instance.Length > 0) identity.Sources[next] = record.Instance;
            identity.Instance = record.Instance;
            return identity;
        }
    }
}
