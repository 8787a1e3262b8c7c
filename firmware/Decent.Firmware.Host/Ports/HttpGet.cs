using System.Net;
using Decent.Firmware.Ports;

namespace Decent.Firmware.Host.Ports;

/// <summary>One GET at a time on the pool, from the node's own address, with a bounded body and time.</summary>
public sealed class HttpGet : IHttp, IDisposable
{
    private readonly HttpClient _client;
    private readonly CancellationTokenSource _ending = new();
    private readonly TimeProvider _time;
    private Task<(HttpState State, byte[] Body)>? _running;

    /// <summary>Connections leave from <paramref name="address"/>.</summary>
    public HttpGet(IPAddress address, TimeProvider time)
    {
        _time = time;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxResponseHeadersLength = 8,
            ConnectCallback = async (context, ct) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    socket.Bind(new IPEndPoint(address, 0));
                    await socket.ConnectAsync(context.DnsEndPoint, ct).ConfigureAwait(false);
                    return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        });
    }

    /// <inheritdoc />
    public bool Begin(string url, int bodyBytesMax, int timeoutMs)
    {
        if (_running is not null) return false;
        _running = Task.Run(() => GetAsync(url, bodyBytesMax, timeoutMs));
        return true;
    }

    /// <inheritdoc />
    public HttpState Poll(byte[] into, out int count)
    {
        count = 0;
        if (_running is null) return HttpState.Idle;
        if (!_running.IsCompleted) return HttpState.Running;
        var (state, body) = _running.Result;
        _running = null;
        count = body.Length;
        body.CopyTo(into, 0);
        return state;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _ending.Cancel();
        _client.Dispose();
        _ending.Dispose();
    }

    private async Task<(HttpState State, byte[] Body)> GetAsync(string url, int bodyBytesMax, int timeoutMs)
    {
        try
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(timeoutMs), _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _ending.Token);
            using var response = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotFound) return (HttpState.NotFound, []);
            if (response.StatusCode != HttpStatusCode.OK) return (HttpState.Failed, []);
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            var body = new byte[bodyBytesMax + 1];
            var count = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, either.Token).ConfigureAwait(false);
            return count > bodyBytesMax ? (HttpState.TooLarge, []) : (HttpState.Done, body[..count]);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException
            or UriFormatException or InvalidOperationException)
        {
            return (HttpState.Failed, []);
        }
    }
}
