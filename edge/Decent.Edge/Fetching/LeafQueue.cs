using Decent.Hosting;

namespace Decent.Edge.Fetching;

/// <summary>
/// The leaves of one large file that are still missing. A source that finds none waiting helps with the one that another has been at for longest,
/// if that is longer than a second: so a slow source holds up nobody at the end.
/// </summary>
internal sealed class LeafQueue(IEnumerable<int> missing, MonotonicClock clock, CancellationToken stopped)
{
    private const int HelpAfterMs = 1000;
    private const int SourcesPerLeafMax = 2;

    private readonly Lock _lock = new();
    private readonly Queue<int> _waiting = new(missing);
    private readonly List<LeafTurn> _turns = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The next leaf to fetch, when there is one; null when every leaf is here.</summary>
    public async Task<LeafTurn?> TakeAsync()
    {
        while (true)
        {
            Task changed;
            int waitMs;
            lock (_lock)
            {
                if (_waiting.Count == 0 && _turns.Count == 0)
                {
                    return null;
                }

                if (Next(out waitMs) is { } turn)
                {
                    return turn;
                }

                changed = _changed.Task;
            }

            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stopped);
            await Task.WhenAny(changed, Task.Delay(TimeSpan.FromMilliseconds(waitMs), clock.Time, either.Token));
            await either.CancelAsync();
            stopped.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A turn is over; a leaf that is not here goes back, one that is ends the others' turns at it.</summary>
    public void End(LeafTurn turn, bool isHere)
    {
        TaskCompletionSource changed;
        List<LeafTurn> others;
        lock (_lock)
        {
            _turns.Remove(turn);
            others = _turns.FindAll(other => other.Leaf == turn.Leaf);
            if (!isHere && others.Count == 0)
            {
                _waiting.Enqueue(turn.Leaf);
            }

            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (isHere)
            {
                others.ForEach(other => other.Cancel());
            }
        }

        turn.Dispose();
        changed.TrySetResult();
    }

    private LeafTurn? Next(out int waitMs)
    {
        waitMs = Timeout.Infinite;
        long nowMs = clock.NowMs;
        if (!_waiting.TryDequeue(out int leaf))
        {
            IGrouping<int, LeafTurn>? slowest = _turns.GroupBy(turn => turn.Leaf).Where(group => group.Count() < SourcesPerLeafMax)
                .MinBy(group => group.First().SinceMs);
            if (slowest is null)
            {
                return null;
            }

            long sinceMs = nowMs - slowest.First().SinceMs;
            if (sinceMs < HelpAfterMs)
            {
                waitMs = (int)(HelpAfterMs - sinceMs);
                return null;
            }

            leaf = slowest.Key;
        }

        LeafTurn begun = new(leaf, nowMs, stopped);
        _turns.Add(begun);
        return begun;
    }
}
