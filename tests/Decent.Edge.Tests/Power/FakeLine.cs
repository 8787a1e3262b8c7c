using System.Collections.Concurrent;
using Decent.Edge.Power;

namespace Decent.Edge.Tests.Power;

/// <summary>A line whose changes, and passing seconds, are told by the test; what was told is taken before the next is.</summary>
internal sealed class FakeLine(bool isLost = false) : IPowerLine
{
    private readonly BlockingCollection<(bool? IsLost, TaskCompletionSource Taken)> _told = [];
    private volatile TaskCompletionSource? _current;
    private volatile bool _isLost = isLost;

    public string Description => "line 6 of a test";

    public bool IsDisposed { get; private set; }

    /// <summary>How long the guard waits, at most, at a time.</summary>
    public TimeSpan LastNap { get; private set; }

    /// <summary>The next reading and the next wait fail.</summary>
    public bool IsBroken { get; set; }

    public bool IsLost()
    {
        FailIfBroken();
        return _isLost;
    }

    public bool TryWait(TimeSpan atMost, out bool isLost)
    {
        LastNap = atMost;
        // The guard is back: what it was told of last is done.
        _current?.TrySetResult();
        _current = null;
        isLost = _isLost;
        FailIfBroken();
        if (!_told.TryTake(out (bool? IsLost, TaskCompletionSource Taken) told, atMost))
        {
            return false;
        }

        _current = told.Taken;
        isLost = told.IsLost ?? _isLost;
        return told.IsLost is not null;
    }

    /// <summary>Mains goes or comes; completes when everything that follows was done.</summary>
    public Task ChangeAsync(bool isLost)
    {
        _isLost = isLost;
        return TellAsync(isLost);
    }

    /// <summary>The level changes and the kernel notes no edge.</summary>
    public void Slip(bool isLost) => _isLost = isLost;

    /// <summary>Nothing but that time passes.</summary>
    public Task TickAsync() => TellAsync(null);

    public void Dispose() => IsDisposed = true;

    private async Task TellAsync(bool? isLost)
    {
        TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _told.Add((isLost, taken));
        await taken.Task.Soon();
    }

    private void FailIfBroken()
    {
        if (IsBroken)
        {
            throw new IOException("the chip is gone");
        }
    }
}
