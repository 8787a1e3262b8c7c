using System;
using System.Collections.Generic;
using System.Linq;

namespace Decent.Nano;

/// <summary>What the device's sockets reach: listeners, addresses that swallow everything, names, datagrams.</summary>
public sealed class Lan
{
    /// <summary>What lwIP needs until it gives up a connection that nobody answers.</summary>
    public const int ConnectGivesUpMs = 75_000;

    private readonly Dictionary<(string Host, int Port), Action<Wire>> _listeners = [];
    private readonly List<UdpSide> _sockets = [];

    /// <summary>Hosts that neither answer nor refuse.</summary>
    public HashSet<string> Silent { get; } = [];

    /// <summary>Closing a socket does not end a connect that is under way on it.</summary>
    public bool ConnectIsDeaf { get; set; }

    /// <summary>Milliseconds that looking a name up takes; names that <see cref="Names"/> lacks are unknown after it.</summary>
    public int NameMs { get; set; }

    public Dictionary<string, string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>The device's interfaces: address, mask, network address. Null: the platform has no native part for them.</summary>
    public List<(string Address, string Mask, byte[] Mac)>? Interfaces { get; set; } = [("10.0.0.7", "255.255.255.0", [2, 0, 0, 0, 0, 7])];

    /// <summary>Where datagrams leave from, as the platform's routes have it; null: there is no route.</summary>
    public string? Source { get; set; } = "10.0.0.7";

    /// <summary>The platform has no sockets.</summary>
    public bool LacksSockets { get; set; }

    /// <summary>TCP sockets that the device has and has not closed, and the most at a time.</summary>
    public int OpenSockets { get; private set; }

    public int OpenSocketsMost { get; private set; }

    /// <summary>Datagrams that the device sent: to whom, and what.</summary>
    public List<(string Address, int Port, byte[] Bytes)> Sent { get; } = [];

    /// <summary>Connections to that host and port are given to <paramref name="accept"/>, in the connecting thread.</summary>
    public void Listen(string host, int port, Action<Wire> accept) => _listeners[(host, port)] = accept;

    /// <summary>Connections to it are refused from now on.</summary>
    public void StopListening(string host, int port) => _listeners.Remove((host, port));

    /// <summary>A datagram for the device; lost when nobody has that port.</summary>
    public void Deliver(string from, int fromPort, int toPort, byte[] bytes)
    {
        foreach (var socket in _sockets.Where(socket => socket.Port == toPort)) socket.Inbox.Enqueue((from, fromPort, bytes));
    }

    /// <summary>Whoever waits at that port is told that the network is away; it has to open another socket.</summary>
    public void Break(int port)
    {
        foreach (var socket in _sockets.Where(socket => socket.Port == port)) socket.Broken = true;
    }

    internal string Look(string name)
    {
        Interpreter.Current.Sleep(NameMs);
        if (name.Length > 0 && char.IsDigit(name[0])) return name;
        return Names.TryGetValue(name, out var address) ? address : throw new System.Net.Sockets.SocketException(System.Net.Sockets.SocketError.HostNotFound);
    }

    internal Action<Wire>? ListenerAt(string host, int port) => _listeners.GetValueOrDefault((host, port));

    internal void Opened() => OpenSocketsMost = Math.Max(OpenSocketsMost, ++OpenSockets);

    internal void Closed() => OpenSockets--;

    internal UdpSide Bind(int port)
    {
        if (LacksSockets) throw new NotLinkedException();
        if (port != 0 && _sockets.Any(socket => socket.Port == port))
        {
            throw new System.Net.Sockets.SocketException(System.Net.Sockets.SocketError.AddressAlreadyInUse);
        }

        UdpSide made = new(port);
        _sockets.Add(made);
        return made;
    }

    internal void Release(UdpSide socket) => _sockets.Remove(socket);
}
