namespace Decent.Mqtt.Broker;

/// <summary>Inner signal of the keeper: another program listens on a port of ours.</summary>
internal sealed class PortTakenException(string port) : Exception($"Port {port} is in use.")
{
    public string Port => port;
}
