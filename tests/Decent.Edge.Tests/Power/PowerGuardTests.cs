using Decent.Edge.Power;
using Decent.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Edge.Tests.Power;

/// <summary>What is done, in which order, and by whom told.</summary>
public sealed class PowerGuardTests : IDisposable
{
    private readonly Deeds _deeds = new();
    private readonly FakeLine _line = new();
    private readonly HandTime _time = new();
    private bool _isBatteryLow;
    private PowerGuard? _guard;

    public void Dispose() => _guard?.Dispose();

    [Fact]
    public async Task A_loss_is_told_then_sealed_and_mains_within_the_grace_lets_go_again()
    {
        Arm(graceSeconds: 30);
        await _line.ChangeAsync(isLost: true);
        Assert.Equal((PowerState.Sealed, "gasp seal-loss"), (_guard!.State, _deeds.Done));
        await _line.ChangeAsync(isLost: false);
        Assert.Equal((PowerState.Running, "gasp seal-loss unseal", 1), (_guard.State, _deeds.Done, _guard.Losses));
    }

    [Fact]
    public async Task When_the_grace_is_over_the_line_is_read_and_the_machine_goes_off_once()
    {
        Arm(graceSeconds: 30);
        await _line.ChangeAsync(isLost: true);
        _time.Advance(TimeSpan.FromSeconds(29));
        await _line.TickAsync();
        Assert.Equal(PowerState.Sealed, _guard!.State);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _line.TickAsync();
        await _line.TickAsync();
        Assert.Equal((PowerState.PoweringOff, "gasp seal-loss off"), (_guard.State, _deeds.Done));
        await _line.ChangeAsync(isLost: false);
        Assert.Equal("gasp seal-loss off reboot", _deeds.Done);
    }

    [Fact]
    public async Task An_edge_that_the_kernel_did_not_note_is_seen_by_the_reading_before_powering_off()
    {
        Arm(graceSeconds: 1);
        await _line.ChangeAsync(isLost: true);
        _line.Slip(isLost: false);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _line.TickAsync();
        Assert.Equal((PowerState.Running, "gasp seal-loss unseal"), (_guard!.State, _deeds.Done));
    }

    [Fact]
    public async Task A_battery_that_runs_low_ends_a_grace_that_has_no_end()
    {
        Arm(graceSeconds: null);
        await _line.ChangeAsync(isLost: true);
        _time.Advance(TimeSpan.FromDays(1));
        await _line.TickAsync();
        Assert.Equal(PowerState.Sealed, _guard!.State);
        _isBatteryLow = true;
        await _line.TickAsync();
        Assert.Equal("gasp seal-loss off", _deeds.Done);
    }

    [Fact]
    public async Task A_battery_that_is_low_while_mains_is_there_does_nothing()
    {
        _isBatteryLow = true;
        Arm(graceSeconds: 30);
        await _line.TickAsync();
        Assert.Equal((PowerState.Running, ""), (_guard!.State, _deeds.Done));
    }

    [Fact]
    public async Task What_is_begun_at_the_start_waits_for_mains()
    {
        FakeLine dark = new(isLost: true);
        _guard = PowerGuard.Arm(new PowerOptions(), dark, _deeds, () => false, new MonotonicClock(_time), NullLogger.Instance);
        bool hasBegun = false;
        Task begun = _guard.WhenRunningAsync(() => hasBegun = true, TestContext.Current.CancellationToken);
        await dark.TickAsync();
        Assert.False(begun.IsCompleted);
        await dark.ChangeAsync(isLost: false);
        await begun.Soon();
        Assert.True(hasBegun);
    }

    [Fact]
    public async Task A_stop_is_sealed_too_and_ends_what_waits_for_nothing_more()
    {
        Arm(graceSeconds: 30);
        _guard!.Say(PowerInput.Stop);
        Assert.Equal((PowerState.Leaving, "seal-stop"), (_guard.State, _deeds.Done));
        await _line.ChangeAsync(isLost: true);
        Assert.Equal("seal-stop", _deeds.Done);
    }

    [Fact]
    public async Task A_line_that_fails_is_tried_again_and_mains_is_what_was_known_last()
    {
        Arm(graceSeconds: 1);
        await _line.ChangeAsync(isLost: true);
        _time.Advance(TimeSpan.FromSeconds(5));
        _line.IsBroken = true;
        _guard!.Say(PowerInput.Tick);
        Assert.Equal("gasp seal-loss off", _deeds.Done);
        _line.IsBroken = false;
        await _line.ChangeAsync(isLost: false);
        Assert.Equal("gasp seal-loss off reboot", _deeds.Done);
    }

    [Fact]
    public async Task Without_a_line_others_tell_of_mains()
    {
        _guard = PowerGuard.Arm(new PowerOptions(), null, _deeds, () => false, new MonotonicClock(_time), NullLogger.Instance);
        _guard.Say(PowerInput.Lost);
        _guard.Say(PowerInput.Restored);
        Assert.Equal("gasp seal-loss unseal", _deeds.Done);
        _guard.Say(PowerInput.Lost);
        _time.Advance(TimeSpan.FromSeconds(30));
        await _deeds.OffAsync();
        Assert.Equal(PowerState.PoweringOff, _guard.State);
    }

    [Fact]
    public void Ended_it_lets_the_line_go()
    {
        Arm(graceSeconds: 30);
        _guard!.Dispose();
        Assert.True(_line.IsDisposed);
    }

    [Fact]
    public async Task What_was_not_sealed_in_time_is_asked_for_until_it_is_and_no_longer()
    {
        Arm(graceSeconds: 30);
        await _line.TickAsync();
        Assert.Equal(0, _deeds.Late);
        _deeds.IsWriting = true;
        await _line.ChangeAsync(isLost: true);
        await _line.TickAsync();
        Assert.InRange(_deeds.Late, 1, int.MaxValue);
        _deeds.IsWriting = false;
        await _line.TickAsync();
        int late = _deeds.Late;
        await _line.TickAsync();
        await _line.ChangeAsync(isLost: false);
        await _line.TickAsync();
        Assert.Equal((late, "gasp seal-loss unseal"), (_deeds.Late, _deeds.Done));
    }

    [Fact]
    public async Task A_seal_that_is_owed_comes_by_itself_soon_after_the_write_and_mains_that_returns_before_it_ends_the_asking()
    {
        Arm(graceSeconds: 30);
        _deeds.IsWriting = true;
        await _line.ChangeAsync(isLost: true);
        // Nobody says that time passes: the guard itself comes back, and not only each second.
        await _deeds.AskedAsync();
        Assert.True(_line.LastNap < TimeSpan.FromMilliseconds(50), $"{_line.LastNap}");
        await _line.ChangeAsync(isLost: false);
        int late = _deeds.Late;
        await _line.TickAsync();
        Assert.Equal((late, TimeSpan.FromSeconds(1), PowerState.Running), (_deeds.Late, _line.LastNap, _guard!.State));
    }

    [Fact]
    public async Task A_seal_that_failed_is_tried_again_each_second_and_no_more_often_until_it_is_done()
    {
        Arm(graceSeconds: 30);
        _deeds.IsFailing = true;
        await _line.ChangeAsync(isLost: true);
        await _line.TickAsync();
        int late = _deeds.Late;
        Assert.InRange(late, 1, int.MaxValue);
        Assert.Equal(TimeSpan.FromSeconds(1), _line.LastNap);
        _deeds.IsFailing = false;
        await _line.TickAsync();
        int done = _deeds.Late;
        Assert.InRange(done, late + 1, int.MaxValue);
        await _line.TickAsync();
        Assert.Equal((done, "gasp seal-loss"), (_deeds.Late, _deeds.Done));
    }

    private void Arm(int? graceSeconds) => _guard = PowerGuard.Arm(
        new PowerOptions { GraceSeconds = graceSeconds }, _line, _deeds, () => _isBatteryLow, new MonotonicClock(_time), NullLogger.Instance);

    private sealed class Deeds : IPowerDeeds
    {
        private readonly List<string> _done = [];
        private readonly TaskCompletionSource _off = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Done
        {
            get
            {
                lock (_done)
                {
                    return string.Join(' ', _done);
                }
            }
        }

        public Task OffAsync() => _off.Task.Soon();

        public void Gasp() => Do("gasp");

        /// <summary>A write was begun that does not end.</summary>
        public bool IsWriting { get; set; }

        public int Late { get; private set; }

        public Task AskedAsync() => _asked.Task.Soon();

        /// <summary>The disk refuses.</summary>
        public bool IsFailing { get; set; }

        private SealOutcome Outcome => IsWriting ? SealOutcome.Held : IsFailing ? SealOutcome.Failed : SealOutcome.Done;

        public SealOutcome Seal(bool isForLoss)
        {
            Do(isForLoss ? "seal-loss" : "seal-stop");
            return Outcome;
        }

        public SealOutcome SealLate()
        {
            Late++;
            _asked.TrySetResult();
            return Outcome;
        }

        public void Unseal() => Do("unseal");

        public void PowerOff()
        {
            Do("off");
            _off.SetResult();
        }

        public void Reboot() => Do("reboot");

        private void Do(string what)
        {
            lock (_done)
            {
                _done.Add(what);
            }
        }
    }
}
