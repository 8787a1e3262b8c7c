using System.Net;
using System.Net.Sockets;

namespace Decent.Bench.Cloning;

/// <summary>Passes connections on to a server and counts what the server says, headers and all.</summary>
public sealed class CountingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _links = [];
    private readonly Uri _server;
    private readonly Task _accepting;
    private long _bytes;

    /// <summary>Stands before a server of this machine.</summary>
    public CountingProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The server as clients reach it here.</summary>
    public Uri Address => new UriBuilder(_server) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;

    /// <summary>Bytes from the server so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await Task.WhenAll([_accepting, .. _links]);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _links.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // Disposed: that is how it ends.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (TcpClient server = new() { NoDelay = true })
        {
            try
            {
                client.NoDelay = true;
                await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
                await Task.WhenAny(
                    CopyAsync(client.GetStream(), server.GetStream(), count: false), CopyAsync(server.GetStream(), client.GetStream(), count: true));
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
            {
                // One side is gone, and with it the other.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool count)
    {
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0;)
        {
            if (count)
            {
                Interlocked.Add(ref _bytes, read);
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
