using System.Collections.Generic;

namespace Decent.Nano;

/// <summary>One bound port of the device.</summary>
internal sealed class UdpSide(int port)
{
    public int Port { get; } = port;

    public Queue<(string From, int Port, byte[] Bytes)> Inbox { get; } = new();

    public bool Broken { get; set; }

    public bool Closed { get; set; }
}
