using System.Net;
using System.Net.Sockets;
using Decent.Hosting.Lan;

namespace Decent.Edge.Tests;

/// <summary>A LAN on loopback: one free UDP port, and an address of its own for each node.</summary>
internal sealed class TestLan
{
    private static int _nodes;

    public TestLan()
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    public int Port { get; }

    /// <summary>An address that no other node of this process has.</summary>
    public static string NextAddress()
    {
        int node = Interlocked.Increment(ref _nodes);
        return $"127.{20 + Environment.ProcessId % 200}.{node / 250}.{1 + node % 250}";
    }

    public LanOptions Options(string address) => new() { Interfaces = [$"{address}/8"], Port = Port };
}
