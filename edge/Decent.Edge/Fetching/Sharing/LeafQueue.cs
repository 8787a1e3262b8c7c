using Decent.Hosting;

namespace Decent.Edge.Fetching.Sharing;

/// <summary>
/// The leaves of one large file that are still missing, for all fetches of it on this edge: the plan behind a lock, awaited by the sources that work
/// on it and by those who tell other edges how far it is.
/// </summary>
internal sealed class LeafQueue(ulong self, Piece piece, MonotonicClock clock)
{
    private readonly Lock _lock = new();
    private readonly LeafPlan _plan = new(self, piece.Entry.LeafCount, leaf => piece.Has(leaf) || piece.Failure is not null);
    private TaskCompletionSource _changed = NewSignal();
    private TaskCompletionSource _news = NewSignal();

    /// <summary>Called with an edge that told of itself and was not known, to work with it. Of several fetches the newest does.</summary>
    public Action<Sharer>? Met { get; set; }

    /// <summary>How many fetches use it; the desk counts.</summary>
    public int Users { get; set; }

    /// <summary>Whether this edge takes leaves from the instance.</summary>
    public void Feed(bool feeds)
    {
        lock (_lock)
        {
            _plan.Feeds = feeds;
        }

        Signal(isNews: true);
    }

    /// <summary>An edge that answered; null when it is at work already, is this one, or there are too many.</summary>
    public Sharer? TryMeet(Uri address, ulong node, bool isWhole)
    {
        lock (_lock)
        {
            return _plan.TryMeet(address, node, isWhole, clock.NowMs);
        }
    }

    /// <summary>It speaks of this file.</summary>
    public bool IsOf(SharingState state) => state.IsOf(piece.Entry.LeafCount);

    /// <summary>An edge told of itself by its own: as an answer of it, and a new one is met.</summary>
    public void Hear(Uri address, SharingState state)
    {
        Sharer? known, met = null;
        lock (_lock)
        {
            known = _plan.Sharers.FirstOrDefault(sharer => sharer.Address == address) ?? (met = _plan.TryMeet(address, state.Node, false, clock.NowMs));
        }

        if (known is not null)
        {
            Hear(known, state);
        }

        if (met is not null)
        {
            Met?.Invoke(met);
        }
    }

    /// <summary>What a known edge says; false when it is no use, so that nobody waits for it.</summary>
    public bool Hear(Sharer sharer, SharingState state)
    {
        bool isOfUse;
        lock (_lock)
        {
            isOfUse = _plan.Hear(sharer, state, clock.NowMs) && _plan.IsOfUse(sharer);
        }

        Signal(isNews: false);
        return isOfUse;
    }

    /// <summary>Gives an edge up: whoever works with it ends, and its part is taken over.</summary>
    public void Lose(Sharer sharer)
    {
        lock (_lock)
        {
            _plan.Lose(sharer);
        }

        Signal(isNews: false);
    }

    /// <summary>What this edge says of itself, and a task that ends when it has more to say.</summary>
    public (bool Feeds, byte[] Have, int[] Busy, Task News) Tell()
    {
        byte[] have = new byte[(piece.Entry.LeafCount + 7) / 8];
        lock (_lock)
        {
            for (int leaf = 0; leaf < piece.Entry.LeafCount; leaf++)
            {
                have[leaf >> 3] |= (byte)(piece.Has(leaf) ? 1 << (leaf & 7) : 0);
            }

            return (_plan.Feeds, have, _plan.Busy, _news.Task);
        }
    }

    /// <summary>The next leaf for this source (null: the instance), when there is one; null when every leaf is here or the source is gone.</summary>
    public async Task<LeafTurn?> TakeAsync(Sharer? source, CancellationToken stopped)
    {
        while (true)
        {
            Task changed;
            long waitMs;
            lock (_lock)
            {
                if (_plan.IsOver || source is { IsGone: true })
                {
                    return null;
                }

                if (_plan.Next(source, clock.NowMs, stopped, out long wakeAtMs) is { } turn)
                {
                    if (source is null)
                    {
                        Exchange(ref _news).TrySetResult();
                    }

                    return turn;
                }

                changed = _changed.Task;
                waitMs = wakeAtMs == long.MaxValue ? Timeout.Infinite : Math.Max(1, wakeAtMs - clock.NowMs);
            }

            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stopped);
            await Task.WhenAny(changed, Task.Delay(TimeSpan.FromMilliseconds(waitMs), clock.Time, either.Token));
            await either.CancelAsync();
            stopped.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A turn is over; a leaf that is not here waits again, one that is ends the others' turns at it.</summary>
    public void End(LeafTurn turn, bool isGiven)
    {
        bool isHere = piece.Has(turn.Leaf) || piece.Failure is not null;
        lock (_lock)
        {
            foreach (LeafTurn other in _plan.End(turn, isGiven, clock.NowMs))
            {
                if (isHere)
                {
                    other.Cancel();
                }
            }
        }

        turn.Dispose();
        Signal(isNews: true);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource Exchange(ref TaskCompletionSource signal)
    {
        TaskCompletionSource old = signal;
        signal = NewSignal();
        return old;
    }

    private void Signal(bool isNews)
    {
        lock (_lock)
        {
            Exchange(ref _changed).TrySetResult();
            if (isNews)
            {
                Exchange(ref _news).TrySetResult();
            }
        }
    }
}
