using System.Net;
using System.Net.Sockets;

namespace Decent.EndToEnd.Tests;

/// <summary>
/// The way from a LAN to its instance: every byte of the answers is counted, and all connections together get at most so many bytes a second.
/// </summary>
internal sealed class Uplink : IAsyncDisposable
{
    private const int PieceBytes = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Uri _server;
    private readonly int _bytesPerSecond;
    private readonly Task _accepting;
    private (long Bytes, TaskCompletionSource Reached)? _mark;
    private long _freeAt = TimeProvider.System.GetTimestamp();
    private long _passed;

    public Uplink(Uri server, int bytesPerSecond)
    {
        _server = server;
        _bytesPerSecond = bytesPerSecond;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Bytes of answers so far, with their headers.</summary>
    public long Passed => Interlocked.Read(ref _passed);

    /// <summary>Ends when so many bytes more have passed; one such question at a time.</summary>
    public Task AfterAsync(long bytes)
    {
        lock (_lock)
        {
            TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _mark = (_passed + bytes, reached);
            return reached.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient near = client;
        using TcpClient far = new();
        try
        {
            await far.ConnectAsync(_server.Host, _server.Port, _stop.Token);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), _stop.Token), AnswerAsync(far.GetStream(), near.GetStream()));
        }
        catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
        {
            // One end left: so does the other.
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[PieceBytes];
        for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0;)
        {
            await Task.Delay(Turn(read), TimeProvider.System, _stop.Token);
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }

    /// <summary>When the link is free for these bytes, from now.</summary>
    private TimeSpan Turn(int bytes)
    {
        lock (_lock)
        {
            _passed += bytes;
            if (_mark is { } mark && _passed >= mark.Bytes)
            {
                mark.Reached.TrySetResult();
            }

            long now = TimeProvider.System.GetTimestamp();
            TimeSpan wait = _freeAt > now ? TimeProvider.System.GetElapsedTime(now, _freeAt) : TimeSpan.Zero;
            _freeAt = Math.Max(now, _freeAt) + (long)((double)bytes / _bytesPerSecond * TimeProvider.System.TimestampFrequency);
            return wait;
        }
    }
}
