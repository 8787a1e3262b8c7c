namespace Decent.Edge.Power;

/// <summary>
/// Decides what a loss of mains means, without doing it: inputs and the time go in, actions come out. Mains that returns within the grace undoes
/// everything; after it the line is read once more; what was begun is always ended first. Not thread-safe.
/// </summary>
/// <param name="graceMs">From the loss to powering off, 0 or more; negative: never, the power goes by itself.</param>
public sealed class PowerMachine(long graceMs)
{
    private bool _isLost;
    private bool _isStopping;
    private bool _isLow;
    private long _lostAtMs;

    /// <summary>Where it stands.</summary>
    public PowerState State { get; private set; } = PowerState.Running;

    /// <summary>Whether the seal that is meant or done is for a loss of mains; else it is for a stop in order.</summary>
    public bool IsForLoss { get; private set; }

    /// <summary>Losses of mains so far.</summary>
    public int Losses { get; private set; }

    /// <summary>What to do now.</summary>
    /// <param name="nowMs">Monotonic.</param>
    public PowerActions Step(PowerInput input, long nowMs)
    {
        Note(input, nowMs);
        return State switch
        {
            PowerState.Running when _isLost => Seal(isForLoss: true),
            PowerState.Running when _isStopping => Seal(isForLoss: false),
            PowerState.Sealing when input == PowerInput.SealDone => AfterSeal(nowMs),
            PowerState.Sealed => AfterSeal(nowMs),
            PowerState.Unsealing when input == PowerInput.UnsealDone => AfterUnseal(),
            PowerState.Deciding when input is PowerInput.Lost or PowerInput.Restored => Decide(),
            PowerState.PoweringOff when !_isLost => Leave(PowerActions.Reboot),
            _ => PowerActions.None,
        };
    }

    private void Note(PowerInput input, long nowMs)
    {
        _isStopping |= input == PowerInput.Stop;
        _isLow |= input == PowerInput.Low && _isLost;
        if (input == PowerInput.Restored)
        {
            (_isLost, _isLow) = (false, false);
        }
        else if (input == PowerInput.Lost && !_isLost)
        {
            _isLost = true;
            _lostAtMs = nowMs;
            Losses++;
        }
    }

    private PowerActions Seal(bool isForLoss)
    {
        (State, IsForLoss) = (PowerState.Sealing, isForLoss);
        return isForLoss ? PowerActions.Gasp | PowerActions.Seal : PowerActions.Seal;
    }

    private PowerActions AfterSeal(long nowMs)
    {
        State = PowerState.Sealed;
        if (_isStopping)
        {
            // Somebody else ends the machine, or only this process: sealed is all that is needed for both.
            return Leave(PowerActions.Exit);
        }

        if (!_isLost)
        {
            State = PowerState.Unsealing;
            return PowerActions.Unseal;
        }

        if (!_isLow && (graceMs < 0 || nowMs - _lostAtMs < graceMs))
        {
            return PowerActions.None;
        }

        State = PowerState.Deciding;
        return PowerActions.Read;
    }

    private PowerActions AfterUnseal()
    {
        State = PowerState.Running;
        return _isLost ? Seal(isForLoss: true) : _isStopping ? Seal(isForLoss: false) : PowerActions.None;
    }

    private PowerActions Decide()
    {
        if (_isStopping)
        {
            return Leave(PowerActions.Exit);
        }

        State = _isLost ? PowerState.PoweringOff : PowerState.Unsealing;
        return _isLost ? PowerActions.PowerOff : PowerActions.Unseal;
    }

    private PowerActions Leave(PowerActions last)
    {
        State = PowerState.Leaving;
        return last;
    }
}
