using Decent.Bench.Measuring;

namespace Decent.Bench.Publishing;

/// <summary>The most memory that processes had, looked at twenty times a second: the kernel keeps the peak of each while it lives.</summary>
public sealed class PeakWatch : IAsyncDisposable
{
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(50), TimeProvider.System);
    private readonly Func<IEnumerable<int>> _processes;
    private readonly Task _watching;
    private long _peak;

    private PeakWatch(Func<IEnumerable<int>> processes)
    {
        _processes = processes;
        _watching = WatchAsync();
    }

    /// <summary>The largest of them so far.</summary>
    public long PeakBytes => Interlocked.Read(ref _peak);

    /// <summary>One process.</summary>
    public static PeakWatch Of(int process) => new(() => [process]);

    /// <summary>Every child with this name of a process.</summary>
    public static PeakWatch OfChildren(int process, string name) => new(() => ChildProcesses.Named(process, name));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _watching;
    }

    private async Task WatchAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            try
            {
                foreach (int process in _processes())
                {
                    _peak = Math.Max(_peak, ProcessCost.Of(process).PeakResidentBytes);
                }
            }
            catch (Exception error) when (error is IOException or IndexOutOfRangeException)
            {
                // It ended between two looks; its peak was seen a twentieth of a second ago.
            }
        }
    }
}
