using System.Net;
using System.Net.Sockets;
using Decent.Hosting.Lan;

namespace Decent.Hosting.Tests;

/// <summary>A LAN on loopback: one free UDP port, and an address of its own for each node.</summary>
internal sealed class Lan
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static int _nodes;

    public Lan()
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    public int Port { get; }

    public LanOptions Next()
    {
        int node = Interlocked.Increment(ref _nodes);
        return new LanOptions { Interfaces = [$"127.{20 + Environment.ProcessId % 200}.{100 + node / 250}.{1 + node % 250}/8"], Port = Port };
    }
}
