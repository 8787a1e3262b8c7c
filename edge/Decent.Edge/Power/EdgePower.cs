using System.Diagnostics;
using Decent.Content;
using Decent.Content.Disk;
using Decent.Edge.Bus;
using Decent.Edge.Scrubbing;
using Decent.Hosting;
using Decent.Hosting.Peers;
using Decent.Hosting.Runs;
using Decent.Protocol.Frames;

namespace Decent.Edge.Power;

/// <summary>
/// The power path of an edge, from before anything is opened to after everything is closed: guard, gate and record of stops, and what is done to the parts
/// of a daemon that is running.
/// </summary>
public sealed class EdgePower : IPowerDeeds, IDisposable
{
    // A stop that was asked for has more time than one that mains dictates.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
    private readonly PowerOptions _options;
    private readonly MonotonicClock _clock;
    private readonly ILoggerFactory _logs = LoggerFactory.Create(WebHost.Log);
    private readonly ILogger _log;
    private readonly IPowerLine? _line;
    private readonly StopLedger _ledger;
    private readonly PowerBoard _board;
    private readonly BatteryWatch _battery;
    private readonly PowerGuard _guard;
    private ContentStore? _store;
    private EdgeBus? _bus;
    private PeerLoop? _peers;
    private RunKeeper? _runs;
    private bool _hasBegun;
    private bool _isSealed;
    private bool _isFailing;
    private long _sealSince;
    private double _lastSealMs;
    private double _worstSealMs;

    private EdgePower(EdgeOptions options, MonotonicClock clock)
    {
        (_options, _clock, _log) = (options.Power, clock, _logs.CreateLogger<EdgePower>());
        _ledger = StopLedger.Open(options.State);
        _board = PowerBoard.Open(options.Power, _log);
        _line = options.Line ?? _board.Line;
        _battery = new BatteryWatch(_board.Gauge, options.Power.BatteryPercentMin, clock, _log);
        _guard = PowerGuard.Arm(options.Power, _line, this, () => _battery.IsLow, clock, _log);
    }

    /// <summary>Passed by everything that this edge writes.</summary>
    public WriteGate Gate { get; } = new();

    /// <summary>How the run before ended.</summary>
    public StopFinding Finding => _ledger.Finding;

    /// <summary>Opens the record of stops and begins to watch mains.</summary>
    /// <exception cref="IOException">A line, a gauge or the folder cannot be used; the message says what to do.</exception>
    public static EdgePower Arm(EdgeOptions options, MonotonicClock clock) => new(options, clock);

    /// <summary>Waits for mains, and notes that things are written from now on.</summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        if (_guard.State != PowerState.Running)
        {
            _log.Waits();
        }

        await _guard.WhenRunningAsync(Begin, ct);
    }

    /// <summary>The parts that are held from now on. What was not begun needs nothing of it.</summary>
    public void Attach(IServiceProvider services)
    {
        _store = services.GetRequiredService<ContentStore>();
        _bus = services.GetRequiredService<EdgeBus>();
        _peers = services.GetRequiredService<PeerLoop>();
        _runs = services.GetRequiredService<RunKeeper>();
        services.GetRequiredService<Scrubber>().IsHeld = () => Gate.IsClosed;
    }

    /// <summary>Somebody else knows of mains: a UPS on another wire.</summary>
    public void Say(bool isLost) => _guard.Say(isLost ? PowerInput.Lost : PowerInput.Restored);

    /// <summary>Seals for a stop in order, unless it is sealed already.</summary>
    public void Stop() => _guard.Say(PowerInput.Stop);

    /// <summary>Where the edge stands.</summary>
    public PowerReport Report() => new()
    {
        State = _guard.State,
        Line = _line?.Description,
        Losses = _guard.Losses,
        LastSealMs = _lastSealMs,
        WorstSealMs = _worstSealMs,
        BudgetMs = _options.BudgetMs,
        Refused = Gate.Refused,
        Battery = _battery.Last,
    };

    /// <summary>What counters tell of mains and battery. Waits for nothing: whoever fills a frame may hold up the guard.</summary>
    public void CopyTo(Counters frame)
    {
        frame.PowerLosses = (uint)_guard.Losses;
        frame.WorstSealMs = (uint)Math.Ceiling(Volatile.Read(ref _worstSealMs));
        if (_battery.Last is { } reading)
        {
            frame.BatteryMillivolt = (ushort)Math.Clamp(Math.Round(reading.Volts * 1000), 0, ushort.MaxValue);
            frame.BatteryPercent = (byte)Math.Clamp(reading.Percent, 0, 100);
            frame.BatteryMilliampere = (int)Math.Clamp(Math.Round(reading.Amperes * 1000), int.MinValue, int.MaxValue);
        }
    }

    /// <inheritdoc/>
    void IPowerDeeds.Gasp()
    {
        try
        {
            _bus?.Gasp();
            _peers?.SayGone();
        }
        catch (Exception error)
        {
            // What nobody hears must not keep the store from being sealed.
            _log.GaspFailed(error);
        }
    }

    /// <inheritdoc/>
    SealOutcome IPowerDeeds.Seal(bool isForLoss)
    {
        _sealSince = Stopwatch.GetTimestamp();
        // Two fifths of the budget are for row and marker, which are a few syncs.
        TimeSpan patience = isForLoss ? TimeSpan.FromMilliseconds(_options.BudgetMs * 0.6) : StopPatience;
        SealOutcome outcome = TrySeal(isForLoss, patience);
        if (outcome == SealOutcome.Held)
        {
            _log.NotSealed((int)patience.TotalMilliseconds, Awaited());
        }

        return outcome;
    }

    /// <inheritdoc/>
    SealOutcome IPowerDeeds.SealLate() => TrySeal(isForLoss: true, TimeSpan.Zero);

    /// <inheritdoc/>
    void IPowerDeeds.Unseal()
    {
        try
        {
            if (_hasBegun)
            {
                _ledger.Begin();
                _store?.Resume();
            }

            (_isSealed, _isFailing) = (false, false);
            _runs?.Hold(false);
            Gate.Open();
            _bus?.Return();
        }
        catch (Exception error)
        {
            // The gate stays closed: what cannot be taken back from the disk must stay true.
            _log.SealFailed(error);
        }
    }

    /// <inheritdoc/>
    void IPowerDeeds.PowerOff() => _board.PowerOff();

    /// <inheritdoc/>
    void IPowerDeeds.Reboot() => _board.Reboot();

    /// <inheritdoc/>
    public void Dispose()
    {
        _guard.Dispose();
        _battery.Dispose();
        _board.Finish(_isSealed && _guard.State == PowerState.PoweringOff);
        _board.Dispose();
        _ledger.Dispose();
        _logs.Dispose();
    }

    private void Begin()
    {
        // .NET compiles a method when it is first called: these now, and not while mains goes. Nothing is written yet.
        Gate.Close(TimeSpan.Zero);
        Gate.Open();
        _ = SinceSealBegan();
        _ledger.Begin();
        _hasBegun = true;
        if (Finding.IsClean)
        {
            _log.StartsClean();
        }
        else
        {
            _log.StartsUnclean(Finding.Reason);
        }
    }

    private SealOutcome TrySeal(bool isForLoss, TimeSpan patience)
    {
        if (!_hasBegun)
        {
            return SealOutcome.Done;
        }

        try
        {
            if (!isForLoss)
            {
                _store?.Flush();
            }

            bool isIdle = Gate.Close(patience);
            double waited = SinceSealBegan();
            _runs?.Hold(true);
            if (!isIdle)
            {
                return SealOutcome.Held;
            }

            _ledger.Seal(_runs?.Run ?? 0, isForLoss, _clock.Time.GetUtcNow().ToUnixTimeSeconds());
            (_isSealed, _isFailing) = (true, false);
            Measured(SinceSealBegan(), waited, isForLoss);
            // Sealed. What follows makes the next start quicker, if there is still time for it.
            _store?.Rest();
            _ledger.Tidy();
        }
        catch (Exception error)
        {
            // Once: a disk that refuses is asked again each second.
            if (!_isFailing)
            {
                _log.SealFailed(error);
            }

            _isFailing = !_isSealed;
        }

        return _isSealed ? SealOutcome.Done : SealOutcome.Failed;
    }

    private double SinceSealBegan() => Math.Round(Stopwatch.GetElapsedTime(_sealSince).TotalMilliseconds, 1);

    private void Measured(double ms, double waited, bool isForLoss)
    {
        _lastSealMs = ms;
        Volatile.Write(ref _worstSealMs, Math.Max(_worstSealMs, isForLoss ? _lastSealMs : 0));
        if (isForLoss && ms > _options.BudgetMs)
        {
            _log.SealedLate(ms, waited, Awaited(), _options.BudgetMs);
        }
        else
        {
            _log.Sealed(ms, waited, Awaited(), isForLoss ? ": mains is gone" : " for a stop");
        }
    }

    private string Awaited() => Gate.Awaited is { Length: > 0 } who ? $": {who}" : "";
}
