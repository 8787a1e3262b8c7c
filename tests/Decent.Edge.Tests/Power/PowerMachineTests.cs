using Decent.Edge.Power;

namespace Decent.Edge.Tests.Power;

public sealed class PowerMachineTests
{
    private const long GraceMs = 100;

    [Fact]
    public void Every_order_of_edges_glitches_stops_and_endings_keeps_the_rules()
    {
        // Every sequence of ten inputs: mains goes or comes, a stop, what was begun ends, time passes up to and over the grace, the battery runs low.
        Walk[] begun = [new(GraceMs), new(-1), new(0)];
        int sequences = begun.Sum(walk => Explore(walk, depth: 10));
        Assert.True(sequences > 100_000, $"only {sequences} sequences");
        TestContext.Current.TestOutputHelper?.WriteLine($"{sequences} sequences of inputs");
    }

    [Fact]
    public void Mains_that_returns_within_the_grace_undoes_the_seal()
    {
        PowerMachine machine = new(GraceMs);
        Assert.Equal(PowerActions.Gasp | PowerActions.Seal, machine.Step(PowerInput.Lost, 0));
        Assert.Equal(PowerActions.None, machine.Step(PowerInput.SealDone, 20));
        Assert.Equal(PowerActions.None, machine.Step(PowerInput.Tick, 99));
        Assert.Equal(PowerActions.Unseal, machine.Step(PowerInput.Restored, 99));
        Assert.Equal(PowerActions.None, machine.Step(PowerInput.UnsealDone, 101));
        Assert.Equal((PowerState.Running, 1), (machine.State, machine.Losses));
    }

    [Fact]
    public void The_line_is_read_once_more_before_powering_off_and_mains_at_the_last_moment_is_a_restart()
    {
        PowerMachine machine = new(GraceMs);
        machine.Step(PowerInput.Lost, 0);
        machine.Step(PowerInput.SealDone, 20);
        Assert.Equal(PowerActions.Read, machine.Step(PowerInput.Tick, 100));
        Assert.Equal(PowerActions.PowerOff, machine.Step(PowerInput.Lost, 101));
        Assert.Equal(PowerActions.Reboot, machine.Step(PowerInput.Restored, 150));
    }

    [Fact]
    public void A_line_that_was_read_wrong_is_believed_the_second_time()
    {
        PowerMachine machine = new(GraceMs);
        machine.Step(PowerInput.Lost, 0);
        machine.Step(PowerInput.SealDone, 20);
        Assert.Equal(PowerActions.Read, machine.Step(PowerInput.Tick, 100));
        Assert.Equal(PowerActions.Unseal, machine.Step(PowerInput.Restored, 101));
    }

    [Fact]
    public void A_glitch_during_the_seal_ends_the_seal_and_then_undoes_it()
    {
        PowerMachine machine = new(GraceMs);
        machine.Step(PowerInput.Lost, 0);
        Assert.Equal(PowerActions.None, machine.Step(PowerInput.Restored, 5));
        Assert.Equal(PowerActions.Unseal, machine.Step(PowerInput.SealDone, 20));
        Assert.Equal(PowerActions.None, machine.Step(PowerInput.Lost, 21));
        Assert.Equal(PowerActions.Gasp | PowerActions.Seal, machine.Step(PowerInput.UnsealDone, 30));
    }

    [Fact]
    public void A_stop_takes_the_same_path_and_says_that_it_is_one()
    {
        PowerMachine machine = new(GraceMs);
        Assert.Equal(PowerActions.Seal, machine.Step(PowerInput.Stop, 0));
        Assert.False(machine.IsForLoss);
        Assert.Equal(PowerActions.None, machine.Step(PowerInput.Lost, 1));
        Assert.Equal(PowerActions.Exit, machine.Step(PowerInput.SealDone, 20));
        Assert.Equal(PowerActions.None, machine.Step(PowerInput.Restored, 21));
    }

    private static int Explore(Walk walk, int depth)
    {
        if (depth == 0)
        {
            walk.Settle();
            return 1;
        }

        int sequences = 0;
        foreach ((PowerInput input, long passes) in walk.Possible())
        {
            Walk next = walk.Copy();
            next.Take(input, passes);
            sequences += Explore(next, depth - 1);
        }

        return sequences;
    }

    /// <summary>One way through the machine, replayed from its start for each copy, with the rules checked at each step.</summary>
    private sealed class Walk(long graceMs)
    {
        private readonly List<(PowerInput Input, long Passes)> _taken = [];
        private readonly PowerMachine _machine = new(graceMs);
        private long _now;
        private bool _isSealing, _isUnsealing, _isReading, _isSealed, _isLost, _isLow, _hasLeft, _offAsked, _stopAsked;
        private long _lostAt;

        public Walk Copy()
        {
            Walk copy = new(graceMs);
            _taken.ForEach(step => copy.Take(step.Input, step.Passes));
            return copy;
        }

        public IEnumerable<(PowerInput, long)> Possible()
        {
            if (_hasLeft)
            {
                yield return (PowerInput.Tick, 1);
                yield break;
            }

            // A reading is answered at once, by the very thread that asked for it.
            if (_isReading)
            {
                yield return (PowerInput.Lost, 0);
                yield return (PowerInput.Restored, 0);
                yield break;
            }

            yield return (_isLost ? PowerInput.Restored : PowerInput.Lost, 1);
            yield return (PowerInput.Tick, GraceMs);
            if (!_stopAsked)
            {
                yield return (PowerInput.Stop, 1);
            }

            // While mains is there the battery's charge is nobody's business.
            if (!_isLow && _isLost)
            {
                yield return (PowerInput.Low, 1);
            }

            if (_isSealing)
            {
                yield return (PowerInput.SealDone, 1);
            }

            if (_isUnsealing)
            {
                yield return (PowerInput.UnsealDone, 1);
            }
        }

        public void Take(PowerInput input, long passes)
        {
            _taken.Add((input, passes));
            _now += passes;
            _isReading = false;
            _stopAsked |= input == PowerInput.Stop;
            _lostAt = input == PowerInput.Lost && !_isLost ? _now : _lostAt;
            _isLow = (_isLow || input == PowerInput.Low) && input != PowerInput.Restored;
            _isLost = input is PowerInput.Lost || (_isLost && input is not PowerInput.Restored);
            (_isSealing, _isSealed) = input == PowerInput.SealDone ? (false, true) : (_isSealing, _isSealed);
            (_isUnsealing, _isSealed) = input == PowerInput.UnsealDone ? (false, false) : (_isUnsealing, _isSealed);
            Check(_machine.Step(input, _now));
        }

        /// <summary>Everything that was begun ends, and time passes: the machine stands where the line says.</summary>
        public void Settle()
        {
            for (int step = 0; step < 8 && !_hasLeft; step++)
            {
                (PowerInput input, long passes) = _isReading ? (_isLost ? PowerInput.Lost : PowerInput.Restored, 0L)
                    : _isSealing ? (PowerInput.SealDone, 1L)
                    : _isUnsealing ? (PowerInput.UnsealDone, 1L)
                    : (PowerInput.Tick, GraceMs);
                Take(input, passes);
            }

            PowerState wanted = _hasLeft ? _machine.State
                : !_isLost ? PowerState.Running
                : graceMs < 0 && !_isLow ? PowerState.Sealed
                : PowerState.PoweringOff;
            Assert.True(_machine.State == wanted && (!_stopAsked || _hasLeft || _offAsked), Story($"ends {_machine.State}, not {wanted}"));
        }

        private void Check(PowerActions actions)
        {
            Rule(!_hasLeft || actions == PowerActions.None, "acts after its end");
            Rule(!actions.HasFlag(PowerActions.Gasp) || (actions.HasFlag(PowerActions.Seal) && _isLost), "gasps without a loss or without a seal");
            Rule(!actions.HasFlag(PowerActions.Seal) || (!_isSealing && !_isUnsealing && !_isSealed), "seals what is not open");
            Rule(!actions.HasFlag(PowerActions.Seal) || actions.HasFlag(PowerActions.Gasp) == _machine.IsForLoss, "seals for a loss without a gasp");
            Rule(!actions.HasFlag(PowerActions.Unseal) || (_isSealed && !_isSealing && !_isLost && !_stopAsked), "unseals in the dark or at a stop");
            Rule(!actions.HasFlag(PowerActions.Read) || (_isSealed && _isLost && (_isLow || IsGraceOver)), "reads before the grace is over");
            Rule(!actions.HasFlag(PowerActions.PowerOff) || (_isSealed && _isLost && !_stopAsked), "powers off without a seal, with mains or at a stop");
            Rule(!actions.HasFlag(PowerActions.Reboot) || (_offAsked && !_isLost), "restarts without need");
            Rule(!actions.HasFlag(PowerActions.Exit) || (_stopAsked && _isSealed), "ends without being asked or without a seal");
            _isSealing |= actions.HasFlag(PowerActions.Seal);
            _isUnsealing |= actions.HasFlag(PowerActions.Unseal);
            _isReading |= actions.HasFlag(PowerActions.Read);
            _offAsked |= actions.HasFlag(PowerActions.PowerOff);
            _hasLeft |= (actions & (PowerActions.Exit | PowerActions.Reboot)) != 0;
        }

        private bool IsGraceOver => graceMs >= 0 && _now - _lostAt >= graceMs;

        private void Rule(bool holds, string otherwise) => Assert.True(holds, holds ? "" : Story(otherwise));

        private string Story(string end) => $"grace {graceMs}: {string.Join(", ", _taken)}: {end}";
    }
}
