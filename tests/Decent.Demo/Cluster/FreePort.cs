using System.Net;
using System.Net.Sockets;

namespace Decent.Demo.Cluster;

/// <summary>Ports that were free a moment ago, for what must keep its port over a restart.</summary>
public static class FreePort
{
    public static int Tcp()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static int Udp()
    {
        using UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }
}
