using System.Diagnostics;

namespace Decent.Bench.Relaying;

/// <summary>When one message came to each of many nodes. Thread-safe.</summary>
public sealed class Arrivals(int nodes)
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _first = long.MaxValue;
    private int _left = nodes;

    /// <summary>Clock of <see cref="Stopwatch"/> at the first node; read after <see cref="AllAsync"/>.</summary>
    public long First => _first;

    /// <summary>The same at the last node.</summary>
    public long Last { get; private set; }

    /// <summary>One more node has it.</summary>
    public void Count()
    {
        long now = Stopwatch.GetTimestamp();
        for (long seen = Volatile.Read(ref _first); now < seen;)
        {
            long before = Interlocked.CompareExchange(ref _first, now, seen);
            if (before == seen)
            {
                break;
            }

            seen = before;
        }

        if (Interlocked.Decrement(ref _left) == 0)
        {
            Last = now;
            _all.TrySetResult();
        }
    }

    /// <summary>Returns when every node has it.</summary>
    /// <exception cref="InvalidOperationException">Some have not, after <paramref name="budget"/>.</exception>
    public async Task AllAsync(TimeSpan budget, CancellationToken ct)
    {
        try
        {
            await _all.Task.WaitAsync(budget, TimeProvider.System, ct);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"{Volatile.Read(ref _left)} nodes were not told within {budget.TotalSeconds:0} s.");
        }
    }
}
