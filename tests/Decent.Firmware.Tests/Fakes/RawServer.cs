using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>A server that says exactly the bytes that the test gives it, to whoever connects.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public RawServer() => _listener.Start();

    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>Waits for one request and reads its head; who connects and asks nothing is let go.</summary>
    public async Task<(NetworkStream Stream, string Request)> AcceptAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        while (true)
        {
            NetworkStream stream = new(await _listener.AcceptSocketAsync(ct), ownsSocket: true);
            StringBuilder request = new();
            var one = new byte[1];
            while (!IsHead(request) && await stream.ReadAsync(one, ct) == 1) request.Append((char)one[0]);
            if (IsHead(request)) return (stream, request.ToString());
            await stream.DisposeAsync();
        }
    }

    /// <summary>Answers one request and ends the connection.</summary>
    public async Task<string> AnswerAsync(Func<string, string> head, byte[]? body = null)
    {
        var (stream, request) = await AcceptAsync();
        await using (stream)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head(request).ReplaceLineEndings("\r\n")), TestContext.Current.CancellationToken);
            await stream.WriteAsync(body ?? [], TestContext.Current.CancellationToken);
        }

        return request;
    }

    public void Dispose() => _listener.Dispose();

    private static bool IsHead(StringBuilder text) => text.Length > 3 && text.ToString(text.Length - 4, 4) == "\r\n\r\n";
}
