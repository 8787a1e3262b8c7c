namespace Decent.EndToEnd.Tests;

/// <summary>Lets so many bytes of a server's answers through, then none until <see cref="Open"/>.</summary>
internal sealed class StallingProxy(Uri server, long bytes) : TcpProxy(server)
{
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _left = bytes;

    /// <summary>Ends when the bytes are used up.</summary>
    public Task Stalled => _stalled.Task;

    public void Open() => _opened.TrySetResult();

    protected override async Task PassAsync(int bytes, CancellationToken stopped)
    {
        if (Interlocked.Add(ref _left, -bytes) < 0)
        {
            _stalled.TrySetResult();
            await _opened.Task.WaitAsync(stopped);
        }
    }
}
