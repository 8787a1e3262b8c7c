using System.Net;
using Decent.Firmware.Ports;

namespace Decent.Firmware.Host.Ports;

/// <summary>One GET at a time on the pool, from the node's own address, with a bounded body and time.</summary>
public sealed class HttpGet : IHttp, IDisposable
{
    private const int ProofCharsMax = 64;
    private readonly HttpClient _client;
    private readonly CancellationTokenSource _ending = new();
    private readonly TimeProvider _time;
    private Task<(HttpState State, int Count, string Proof)>? _running;

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
    public bool Begin(string url, byte[] body, int bytesMax, int timeoutMs)
    {
        if (_running is not null) return false;
        _running = Task.Run(() => GetAsync(url, body.AsMemory(0, bytesMax), timeoutMs));
        return true;
    }

    /// <inheritdoc />
    public HttpState Poll(out int count, out string proof)
    {
        (count, proof) = (0, "");
        if (_running is null) return HttpState.Idle;
        if (!_running.IsCompleted) return HttpState.Running;
        (var state, count, proof) = _running.Result;
        _running = null;
        return state;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _ending.Cancel();
        _client.Dispose();
        _ending.Dispose();
    }

    private async Task<(HttpState State, int Count, string Proof)> GetAsync(string url, Memory<byte> body, int timeoutMs)
    {
        try
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(timeoutMs), _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _ending.Token);
            using var response = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotFound) return (HttpState.NotFound, 0, "");
            if (response.StatusCode != HttpStatusCode.OK) return (HttpState.Failed, 0, "");
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            var count = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, either.Token).ConfigureAwait(false);
            // One byte more than allowed tells a body that is too long.
            if (count == body.Length && await stream.ReadAsync(new byte[1], either.Token).ConfigureAwait(false) > 0) return (HttpState.TooLarge, 0, "");
            var proof = response.Headers.TryGetValues("Decent-Mac", out var values) ? values.First() : "";
            return (HttpState.Done, count, proof.Length > ProofCharsMax ? "" : proof);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException
            or UriFormatException or InvalidOperationException or NotSupportedException)
        {
            return (HttpState.Failed, 0, "");
        }
    }
}
