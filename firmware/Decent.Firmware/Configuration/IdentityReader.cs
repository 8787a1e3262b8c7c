using Decent.Protocol;

namespace Decent.Firmware.Configuration
{
    /// <summary>Turns a file's text into an identity, or says in one sentence what to change.</summary>
    public static class IdentityReader
    {
        private const string Scheme = "http://";

        /// <summary>False with a <paramref name="problem"/> for a person.</summary>
        public static bool TryRead(BoardConfig config, Identity into, out string problem)
        {
            problem = Check(config, into);
            return problem.Length == 0;
        }

        private static string Check(BoardConfig config, Identity into)
        {
            if (HasGaps(config)) return "use \"\" in place of null";
            if (!NodeName.IsValid(config.Name)) return "name: use 4 to 32 of a-z, 0-9 and -";
            byte[] id = new byte[8];
            if (!Hex.TryRead(config.NodeId, id)) return "nodeId: give the 16 hex digits that the instance printed";
            bool key = Hex.TryRead(config.NodeKey, into.Key) || Base64Url.TryRead(config.NodeKey, into.Key);
            if (!key) return "nodeKey: give the 43 characters that the instance printed";
            if (config.OfferedBytesPerSecond < 5_000 || config.OfferedBytesPerSecond > 100_000_000) return "offeredBytesPerSecond: use 5000 to 100000000";
            if (config.Blocks < 1 || config.Blocks > 16_384) return "blocks: use 1 to 16384";
            if (config.Port < 0 || config.Port > 65_535) return "port: use 0 to 65535";
            if (!TryReadBroker(config.Broker, into)) return "broker: use host:port, or leave it empty";
            if (into.BrokerHost.Length > 0 && config.MqttSecret.Length == 0) return "mqttSecret: give the text that the instance printed";
            if (!TryReadSources(config, into)) return "instance, edge: use http://host:port, or leave them empty";
            into.Name = config.Name;
            into.Group = id[0];
            into.NodeId = new ByteReader(id, 0, 8).U64();
            into.MqttSecret = config.MqttSecret;
            return "";
        }

        // A file may say null where text belongs, whatever the types promise.
        private static bool HasGaps(BoardConfig config)
        {
            string?[] texts = { config.NodeId, config.NodeKey, config.MqttSecret, config.Broker, config.Instance, config.Edge,
                config.WifiName, config.WifiPassword };
            for (int i = 0; i < texts.Length; i++)
            {
                if (texts[i] == null) return true;
            }

            return false;
        }

        private static bool TryReadBroker(string text, Identity into)
        {
            into.BrokerHost = "";
            if (text.Length == 0) return true;
            int colon = text.LastIndexOf(':');
            if (colon < 1 || text.Length > 260) return false;
            if (!int.TryParse(text.Substring(colon + 1), out into.BrokerPort)) return false;
            into.BrokerHost = text.Substring(0, colon);
            return into.BrokerPort >= 1 && into.BrokerPort <= 65_535;
        }

        private static bool TryReadSources(BoardConfig config, Identity into)
        {
            string edge = config.Edge.TrimEnd('/');
            string instance = config.Instance.TrimEnd('/');
            if (!IsSource(edge) || !IsSource(instance)) return false;
            int count = (edge.Length > 0 ? 1 : 0) + (instance.Length > 0 ? 1 : 0);
            into.Sources = new string[count];
            int next = 0;
            if (edge.Length > 0) into.Sources[next++] = edge;
            if (instance.Length > 0) into.Sources[next] = instance;
            into.Instance = instance;
            return true;
        }

        private static bool IsSource(string url)
        {
            if (url.Length == 0) return true;
            if (url.Length <= Scheme.Length || url.Length > 260 || !url.StartsWith(Scheme)) return false;
            return url.IndexOf('/', Scheme.Length) < 0 && url.IndexOf(' ') < 0;
        }
    }
}
