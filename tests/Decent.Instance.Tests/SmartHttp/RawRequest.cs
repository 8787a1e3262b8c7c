using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>Requests byte by byte, for what no client would send.</summary>
internal static class RawRequest
{
    public static async Task<Socket> ConnectAsync(TestDaemon daemon)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(daemon.Address).Port, Some.Ct);
        return socket;
    }

    public static byte[] Head(string headers) => Encoding.ASCII.GetBytes(
        "POST /git/home/_data.git/git-upload-pack HTTP/1.1\r\nHost: x\r\nGit-Protocol: version=2\r\n"
        + $"Content-Type: application/x-git-upload-pack-request\r\n{headers}\r\n\r\n");

    public static byte[] Chunk(byte[] bytes) => [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];

    /// <summary>The first line that the server says.</summary>
    public static async Task<string> ReadStatusAsync(Stream stream)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), Some.Ct);
            if (read == 0)
                break;
            length += read;
        }
        return Encoding.ASCII.GetString(buffer, 0, length).Split("\r\n")[0];
    }
}
