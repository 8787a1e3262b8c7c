using System.Threading.Channels;
using Decent.Content;
using Decent.Edge.Bus;
using Decent.Edge.CatchUp;
using Decent.Edge.Control;
using Decent.Edge.Fetching;

namespace Decent.Edge.Pinning;

/// <summary>
/// Keeps what is pinned whole and newest: looks at each pin at the start, when one is added, when the bus tells of a commit of one, after catching up
/// and when the instance is back; and again later, while something is missing.
/// </summary>
public sealed class PinKeeper : BackgroundService
{
    private static readonly TimeSpan PauseFirst = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseLongest = TimeSpan.FromMinutes(10);
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ContentStore _store;
    private readonly WholeResource _whole;
    private readonly TimeProvider _time;
    private readonly ILogger<PinKeeper> _log;
    private readonly HashSet<string> _missing = [];

    public PinKeeper(ContentStore store, WholeResource whole, BusNews news, CatchUpLoop catchUp, InstanceSource instance, TimeProvider time,
        ILogger<PinKeeper> log)
    {
        (_store, _whole, _time, _log) = (store, whole, time, log);
        news.Changed += id => Ring(store.Pins.Contains(id));
        catchUp.Passed += () => Ring(store.Pins.Count > 0);
        instance.Back += () => Ring(store.Pins.Count > 0);
    }

    /// <summary>Raised after each round over all pins, on the loop's thread.</summary>
    public event Action? Kept;

    /// <summary>Pins whose newest version is not whole here, as the last round found.</summary>
    public IReadOnlyList<string> Missing
    {
        get
        {
            lock (_missing)
            {
                return [.. _missing.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Pins a resource and brings all of it.</summary>
    public async Task<GetAnswer> PinAsync(ResourceId id, CancellationToken ct)
    {
        _store.Pin(id);
        return await BringAsync(id, ct);
    }

    /// <summary>Lets a resource go; false when it was not pinned.</summary>
    public bool Unpin(ResourceId id)
    {
        lock (_missing)
        {
            _missing.Remove(id.Text);
        }

        return _store.Unpin(id);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (TimeSpan pause = PauseFirst; ;)
        {
            foreach (ResourceId id in _store.Pins)
            {
                await BringAsync(id, stoppingToken);
            }

            Kept?.Invoke();
            bool isRung = await RungAsync(Missing.Count > 0 ? pause : Timeout.InfiniteTimeSpan, stoppingToken);
            pause = isRung || Missing.Count == 0 ? PauseFirst : pause * 2 < PauseLongest ? pause * 2 : PauseLongest;
        }
    }

    private async Task<GetAnswer> BringAsync(ResourceId id, CancellationToken ct)
    {
        GetAnswer answer = await TryGetAsync(id, ct);
        bool isWhole = answer.Outcome == "Found", isNews;
        lock (_missing)
        {
            isNews = isWhole ? _missing.Remove(id.Text) : _missing.Add(id.Text);
        }

        if (isNews && isWhole)
        {
            _log.PinWhole(id.Text);
        }
        else if (isNews)
        {
            _log.PinMissing(id.Text, answer.Reason ?? answer.Outcome);
        }

        return answer;
    }

    private async Task<GetAnswer> TryGetAsync(ResourceId id, CancellationToken ct)
    {
        try
        {
            return await _whole.GetAsync(id, ct);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The store may be failing; a loop that ended would take the daemon along.
            return new GetAnswer
            {
                Outcome = "Failed", Reason = error.Message, Path = "", From = "", ElapsedMs = 0, CacheBytes = 0, PeersBytes = 0, InstanceBytes = 0,
            };
        }
    }

    private void Ring(bool concerns)
    {
        if (concerns)
        {
            _bell.Writer.TryWrite(true);
        }
    }

    /// <summary>False when nobody rang within the pause.</summary>
    private async Task<bool> RungAsync(TimeSpan pause, CancellationToken ct)
    {
        using CancellationTokenSource over = new(pause, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, ct);
        try
        {
            return await _bell.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
