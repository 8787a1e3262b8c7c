using System.Globalization;
using Decent.Protocol;

namespace Decent.Edge.Bus;

/// <summary>host:port of a broker, as credentials write it.</summary>
internal static class BrokerAddress
{
    /// <summary>Without a port it is 1883.</summary>
    public static bool TryParse(string text, out string host, out int port)
    {
        port = Limits.MqttPort;
        int colon = text.LastIndexOf(':');
        host = colon < 0 ? text : text[..colon];
        bool hasPort = colon < 0
            || (int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536);
        return hasPort && host.Length > 0;
    }
}
