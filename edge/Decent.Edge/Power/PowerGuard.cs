using Decent.Hosting;

namespace Decent.Edge.Power;

/// <summary>
/// Watches the line on a thread of its own, tells the machine, and has done what it decides: on that thread, so that nothing stands between the edge and
/// the seal. Others may tell of mains too. Thread-safe.
/// </summary>
public sealed class PowerGuard : IDisposable
{
    // How long a line that cannot be read is left alone, and the thread asleep: a stop ends both.
    private static readonly TimeSpan Nap = TimeSpan.FromSeconds(1);

    // As long as a write keeps the seal from being written: whether it ended is asked this often.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);
    private readonly Lock _lock = new();
    private readonly PowerMachine _machine;
    private readonly IPowerLine? _line;
    private readonly IPowerDeeds _deeds;
    private readonly Func<bool> _isBatteryLow;
    private readonly MonotonicClock _clock;
    private readonly ILogger _log;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PowerState _said;
    private volatile int _losses;
    private volatile SealOutcome _seal;
    private bool _isLost;
    private bool _isFailing;
    private bool _isDisposed;

    private PowerGuard(
        PowerOptions options, IPowerLine? line, IPowerDeeds deeds, Func<bool> isBatteryLow, MonotonicClock clock, ILogger log)
    {
        (_line, _deeds, _isBatteryLow, _clock, _log) = (line, deeds, isBatteryLow, clock, log);
        _machine = new PowerMachine(options.GraceSeconds * 1000L ?? -1);
        _thread = new Thread(Watch) { IsBackground = true, Name = "power" };
    }

    /// <summary>Where the edge stands.</summary>
    public PowerState State
    {
        get
        {
            lock (_lock)
            {
                return _machine.State;
            }
        }
    }

    /// <summary>Losses of mains since the start. Told without waiting for what is being done.</summary>
    public int Losses => _losses;

    /// <summary>Reads the level and begins to watch. Without a line only others tell of mains, and stops are sealed.</summary>
    /// <param name="options">Grace.</param>
    /// <param name="line">Disposed with the guard; null for none.</param>
    /// <param name="deeds">What is done.</param>
    /// <param name="isBatteryLow">Asked each second while mains is gone; returns at once.</param>
    /// <param name="clock">The grace's.</param>
    /// <param name="log">Each transition is told here.</param>
    public static PowerGuard Arm(
        PowerOptions options, IPowerLine? line, IPowerDeeds deeds, Func<bool> isBatteryLow, MonotonicClock clock, ILogger log)
    {
        PowerGuard guard = new(options, line, deeds, isBatteryLow, clock, log);
        if (line is not null)
        {
            log.Armed(line.Description);
            guard.Say(guard.Read());
        }

        guard._thread.Start();
        return guard;
    }

    /// <summary>Tells the machine; what it decides is done when this returns.</summary>
    public void Say(PowerInput input)
    {
        lock (_lock)
        {
            for (PowerInput? next = input; next is { } now;)
            {
                _isLost = now == PowerInput.Lost || (_isLost && now != PowerInput.Restored);
                PowerActions actions = _machine.Step(now, _clock.NowMs);
                _losses = _machine.Losses;
                next = Do(actions);
                Announce();
            }

            if (_seal != SealOutcome.Done && (_machine.State != PowerState.Sealed || input == PowerInput.Tick))
            {
                _seal = _machine.State == PowerState.Sealed ? _deeds.SealLate() : SealOutcome.Done;
            }
        }
    }

    /// <summary>Does something once mains is there, and before it can be lost without this being known.</summary>
    public async Task WhenRunningAsync(Action work, CancellationToken ct)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_machine.State == PowerState.Running)
                {
                    work();
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(ct);
        }
    }

    /// <summary>Ends the watching; the line is let go.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _stop.Set();
            _thread.Join();
            _stop.Dispose();
            _line?.Dispose();
        }
    }

    private void Watch()
    {
        UrgentThread.Raise();
        while (!_stop.IsSet)
        {
            try
            {
                PowerInput input = Wait();
                Say(input == PowerInput.Tick && State == PowerState.Sealed && _isBatteryLow() ? PowerInput.Low : input);
            }
            catch (IOException error)
            {
                Failed(error);
                _stop.Wait(Nap);
            }
        }
    }

    private PowerInput Wait()
    {
        TimeSpan nap = _seal == SealOutcome.Held ? Moment : Nap;
        if (_line is null)
        {
            _stop.Wait(nap);
            return PowerInput.Tick;
        }

        PowerInput input = _line.TryWait(nap, out bool isLost) ? Of(isLost) : PowerInput.Tick;
        _isFailing = false;
        return input;
    }

    private PowerInput? Do(PowerActions actions)
    {
        if (actions.HasFlag(PowerActions.Gasp))
        {
            _deeds.Gasp();
        }

        switch (actions & ~PowerActions.Gasp)
        {
            case PowerActions.Seal:
                _seal = _deeds.Seal(_machine.IsForLoss);
                return PowerInput.SealDone;
            case PowerActions.Unseal:
                _deeds.Unseal();
                return PowerInput.UnsealDone;
            case PowerActions.Read:
                return Read();
            case PowerActions.PowerOff:
                _deeds.PowerOff();
                return null;
            case PowerActions.Reboot:
                _deeds.Reboot();
                return null;
            default:
                return null; // Whoever asked for a stop ends the process.
        }
    }

    /// <summary>What the line says now; one that cannot be read, or none, says what was said last.</summary>
    private PowerInput Read()
    {
        try
        {
            return Of(_line?.IsLost() ?? _isLost);
        }
        catch (IOException error)
        {
            Failed(error);
            return Of(_isLost);
        }
    }

    private void Failed(IOException error)
    {
        if (!_isFailing)
        {
            _log.LineFailed(_line!.Description, error.Message);
        }

        _isFailing = true;
    }

    private void Announce()
    {
        if (_machine.State == _said)
        {
            return;
        }

        _log.Moved(_said, _machine.State);
        _said = _machine.State;
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static PowerInput Of(bool isLost) => isLost ? PowerInput.Lost : PowerInput.Restored;
}
