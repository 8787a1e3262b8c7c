using System.Net;
using System.Net.Sockets;

namespace Decent.Mqtt.Broker;

/// <summary>The ports in use: as set, or else chosen once and remembered, because clients keep them in their settings.</summary>
/// <param name="Own">Of the owner's listener.</param>
/// <param name="Nodes">Of the second listener; 0 without one.</param>
/// <param name="AreFresh">At least one was chosen just now, so another may be chosen if somebody takes it first.</param>
internal readonly record struct BrokerPorts(int Own, int Nodes, bool AreFresh)
{
    /// <summary>Settings go before what <paramref name="remembered"/> says (two decimal numbers); that goes before chance.</summary>
    public static BrokerPorts Choose(MosquittoOptions options, string? remembered)
    {
        var parts = (remembered ?? "").Split(' ', '\n');
        var own = options.Port != 0 ? options.Port : Remembered(parts, 0);
        var nodes = options.NodeListener is null or { Port: not 0 } ? options.NodeListener?.Port ?? 0 : Remembered(parts, 1);
        var fresh = own == 0 || (options.NodeListener is not null && nodes == 0);
        using var first = own == 0 ? Bind(options.ListenAddress) : null;
        using var second = options.NodeListener is not null && nodes == 0 ? Bind(options.NodeListener.Address) : null;
        return new BrokerPorts(PortOf(first) ?? own, PortOf(second) ?? nodes, fresh);
    }

    public override string ToString() => $"{Own} {Nodes}\n";

    private static int Remembered(string[] parts, int index) =>
        parts.Length > index && int.TryParse(parts[index], out var port) && port is > 0 and <= 65535 ? port : 0;

    private static Socket Bind(string address)
    {
        var ip = IPAddress.Parse(address);
        var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(ip, 0));
        return socket;
    }

    private static int? PortOf(Socket? socket) => (socket?.LocalEndPoint as IPEndPoint)?.Port;
}
