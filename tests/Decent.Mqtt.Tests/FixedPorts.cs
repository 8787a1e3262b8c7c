using System.Net;
using System.Net.Sockets;

namespace Decent.Mqtt.Tests;

/// <summary>
/// Ports for servers that are started again on the same one: below those that the kernel gives to whoever asks for any, so that nobody has taken it
/// meanwhile.
/// </summary>
internal static class FixedPorts
{
    private const int First = 20_000;
    private const int Count = 12_000;

    // Programs of tests that run at once begin apart.
    private static uint _last = (uint)(Environment.ProcessId * 97 % Count);

    public static int Next()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (int)(Interlocked.Increment(ref _last) % Count);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: the next one.
            }
        }

        throw new InvalidOperationException($"All ports from {First} to {First + Count - 1} of the loopback are taken.");
    }
}
