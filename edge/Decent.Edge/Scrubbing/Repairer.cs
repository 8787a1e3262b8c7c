using System.Threading.Channels;
using Decent.Content;
using Decent.Edge.Fetching;
using Decent.Hosting.Gateway;
using Decent.Hosting.Peers;

namespace Decent.Edge.Scrubbing;

/// <summary>
/// Fetches again what was found damaged, by the scrub or by a reader, if a version that is known here still wants it: peers are asked first, then the
/// instance. What is pinned comes first; what nobody gives is tried again.
/// </summary>
public sealed class Repairer : BackgroundService
{
    /// <summary>Damaged objects remembered; on a disk that loses more than these, clients' requests bring the rest.</summary>
    private const int WaitingMax = 1024;

    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _lock = new();
    private readonly HashSet<Cid> _waiting = [];
    private readonly ContentStore _store;
    private readonly Fetcher _fetcher;
    private readonly ScrubOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Repairer> _log;
    private long _damaged;
    private long _repaired;

    public Repairer(ContentStore store, Fetcher fetcher, InstanceSource instance, ScrubOptions options, TimeProvider time, ILogger<Repairer> log)
    {
        (_store, _fetcher, _options, _time, _log) = (store, fetcher, options, time, log);
        store.Damaged += Damaged;
        instance.Back += () => _bell.Writer.TryWrite(true);
    }

    /// <summary>Objects found damaged in this run.</summary>
    public long Found => Interlocked.Read(ref _damaged);

    /// <summary>Those of them that are whole again.</summary>
    public long Repaired => Interlocked.Read(ref _repaired);

    /// <summary>Those that are wanted and not whole yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Raised after each round over what waits, on the loop's thread.</summary>
    public event Action? Ended;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await RungAsync(Waiting > 0 ? _options.RepairPause : Timeout.InfiniteTimeSpan, stoppingToken);
            foreach ((Cid cid, Wanted? wanted) in Wanted.Of(_store, Snapshot()))
            {
                await RepairAsync(cid, wanted, stoppingToken);
            }

            Ended?.Invoke();
        }
    }

    private Cid[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _waiting];
        }
    }

    /// <summary>On the reader's thread.</summary>
    private void Damaged(StoreDamage damage)
    {
        Interlocked.Increment(ref _damaged);
        lock (_lock)
        {
            if (_waiting.Count < WaitingMax)
            {
                _waiting.Add(damage.Object);
            }
        }

        _bell.Writer.TryWrite(true);
    }

    private async Task RepairAsync(Cid cid, Wanted? wanted, CancellationToken ct)
    {
        string? reason = wanted is null || _store.HasObject(cid) ? null : await BringAsync(wanted, ct);
        bool isWhole = _store.HasObject(cid);
        if (isWhole)
        {
            Interlocked.Increment(ref _repaired);
            _log.Repaired(cid);
        }
        else if (reason is not null)
        {
            _log.RepairMissing(cid, reason);
            return;
        }

        lock (_lock)
        {
            _waiting.Remove(cid);
        }
    }

    /// <summary>Why it is not here; "" when it came.</summary>
    private async Task<string> BringAsync(Wanted wanted, CancellationToken ct)
    {
        try
        {
            FetchAnswer answer = await _fetcher.BringAsync(wanted.Manifest, wanted.Entry, wanted.Head, new PathReport(), ct);
            return answer.Outcome == LookupOutcome.Found ? "" : answer.Reason.Length > 0 ? answer.Reason : answer.Outcome.ToString();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The store may be failing; a loop that ended would take the daemon along.
            return error.Message;
        }
    }

    private async Task RungAsync(TimeSpan pause, CancellationToken ct)
    {
        using CancellationTokenSource over = new(pause, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, ct);
        try
        {
            await _bell.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The pause is over, and that is as good as a ring.
        }
    }
}
