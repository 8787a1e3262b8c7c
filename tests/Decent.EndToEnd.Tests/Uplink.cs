namespace Decent.EndToEnd.Tests;

/// <summary>
/// The way from a LAN to its instance: every byte of the answers is counted, and all connections together get at most so many bytes a second.
/// </summary>
internal sealed class Uplink(Uri server, int bytesPerSecond) : TcpProxy(server)
{
    private readonly Lock _lock = new();
    private (long Bytes, TaskCompletionSource Reached)? _mark;
    private long _freeAt = TimeProvider.System.GetTimestamp();
    private long _passed;

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

    // A slow link played to the edges, whose real sockets know no other clock: no test waits for this.
    protected override Task PassAsync(int bytes, CancellationToken stopped) => Task.Delay(Turn(bytes), TimeProvider.System, stopped);

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
            _freeAt = Math.Max(now, _freeAt) + (long)((double)bytes / bytesPerSecond * TimeProvider.System.TimestampFrequency);
            return wait;
        }
    }
}
