using Decent.Protocol.Frames;

namespace Decent.Instance.Tests.Runs;

public sealed class RunDeskTests : IDisposable
{
    private readonly RunScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_first_contact_is_nothing_and_a_clean_stop_is_graceful()
    {
        _scene.Start();
        Assert.Equal(RunGrant.VerdictNone, _scene.Opened());
        _scene.Close();
        _scene.Start();
        Assert.Equal(RunGrant.VerdictGraceful, _scene.Opened());
        Assert.Equal(("graceful", 0), (_scene.Score.Verdict, _scene.Score.UngracefulToday));
    }

    [Fact]
    public void A_secret_alone_is_ungraceful_and_counts_once_however_often_it_is_asked()
    {
        _scene.Start();
        _scene.Opened();
        _scene.Die();
        _scene.Start();
        var first = _scene.Claim(RunClaim.StageOpen)!;
        _scene.Connect();
        var again = _scene.Claim(RunClaim.StageOpen)!;
        Assert.Equal((RunGrant.VerdictUngraceful, RunGrant.VerdictUngraceful), (first.Verdict, again.Verdict));
        Assert.Equal(first.Key, again.Key);
        Assert.Equal(1, _scene.Score.UngracefulToday);
        _scene.NowMs += RunScene.DayMs;
        Assert.Equal(0, _scene.Score.UngracefulToday);
    }

    [Fact]
    public void A_run_that_ends_while_it_is_watched_is_seen_even_when_no_will_came()
    {
        _scene.Start();
        _scene.Opened();
        _scene.Start();
        Assert.Equal(RunGrant.VerdictUngraceful, _scene.Opened());
    }

    [Fact]
    public void A_run_that_ends_while_the_instance_is_away_is_nobodys_fault()
    {
        _scene.Start();
        _scene.Opened();
        _scene.Restart(awayMs: 600_000);
        _scene.Die(retained: true);
        _scene.Start();
        Assert.Equal(RunGrant.VerdictNone, _scene.Opened());
        Assert.Equal(0, _scene.Score.UngracefulToday);
    }

    [Fact]
    public void A_run_that_was_heard_after_the_absence_and_then_ends_is_ungraceful()
    {
        _scene.Start();
        _scene.Opened();
        _scene.Restart(awayMs: 600_000);
        _scene.Speak();
        _scene.Start();
        Assert.Equal(RunGrant.VerdictUngraceful, _scene.Opened());
    }

    [Fact]
    public void A_stop_before_the_absence_stays_what_it_was()
    {
        _scene.Start();
        _scene.Opened();
        _scene.Die();
        _scene.Restart(awayMs: 600_000);
        _scene.Start();
        Assert.Equal(RunGrant.VerdictUngraceful, _scene.Opened());
    }

    [Fact]
    public void A_cut_between_grant_and_storing_leaves_the_older_key_usable_but_gains_nothing()
    {
        _scene.Start();
        _scene.Opened();
        _scene.Close();
        _scene.Start();
        Assert.Equal(RunGrant.VerdictGraceful, _scene.Claim(RunClaim.StageOpen)!.Verdict);
        _scene.Restart();
        _scene.Speak();
        _scene.Die();
        _scene.Start();
        // The termination hash for the second time: the node is known, but that run did not end in order.
        Assert.Equal(RunGrant.VerdictUngraceful, _scene.Opened());
        _scene.Die();
        _scene.Start();
        Assert.Equal(RunGrant.VerdictUngraceful, _scene.Opened());
        Assert.Equal(2, _scene.Score.UngracefulToday);
    }

    [Fact]
    public void A_grant_that_was_stored_though_nobody_heard_of_it_is_good()
    {
        _scene.Start();
        _scene.Opened();
        var hash = _scene.Claim(RunClaim.StageClosing)!;
        _scene.Flash = (hash.Kind, hash.Run, hash.Key);
        _scene.Stop();
        _scene.Restart();
        _scene.Start();
        Assert.Equal(RunGrant.VerdictGraceful, _scene.Opened());
    }

    [Fact]
    public void A_replayed_termination_hash_is_a_mismatch_once_a_newer_key_is_stored()
    {
        _scene.Start();
        _scene.Opened();
        _scene.Close();
        var hash = _scene.Flash;
        _scene.Start();
        _scene.Opened();
        _scene.Die();
        _scene.Start();
        Assert.Equal(RunGrant.VerdictMismatch, _scene.Claim(RunClaim.StageOpen, hash)!.Verdict);
    }

    [Fact]
    public void A_proof_recorded_in_one_run_is_worthless_in_the_next()
    {
        _scene.Start();
        _scene.Opened();
        _scene.Close();
        _scene.Start();
        _scene.Claim(RunClaim.StageOpen);
        _scene.Start();
        Assert.Equal(RunGrant.VerdictMismatch, _scene.Claim(RunClaim.StageOpen, _scene.Flash, recordedIn: _scene.Boot - 1)!.Verdict);
    }

    [Fact]
    public void A_clone_ends_in_a_mismatch_for_one_of_the_two()
    {
        _scene.Start();
        _scene.Opened();
        var (boot, flash) = (_scene.Boot, _scene.Flash);
        _scene.Start();
        _scene.Opened();
        _scene.Start();
        _scene.Opened();
        (_scene.Boot, _scene.Flash) = (boot, flash);
        _scene.Start();
        Assert.Equal(RunGrant.VerdictMismatch, _scene.Opened());
    }

    [Fact]
    public void A_clone_in_the_very_same_run_ends_in_a_mismatch_too()
    {
        _scene.Start();
        _scene.Opened();
        var flash = _scene.Flash;
        _scene.Start();
        _scene.Opened();
        _scene.Connect();
        Assert.Equal(RunGrant.VerdictMismatch, _scene.Claim(RunClaim.StageOpen, flash)!.Verdict);
    }

    [Fact]
    public void A_node_that_lost_or_hides_what_it_confirmed_is_a_mismatch_and_recovers()
    {
        _scene.Start();
        _scene.Opened();
        _scene.Flash = null;
        _scene.Start();
        Assert.Equal(RunGrant.VerdictMismatch, _scene.Opened());
        _scene.Close();
        _scene.Start();
        Assert.Equal(RunGrant.VerdictGraceful, _scene.Opened());
    }

    [Fact]
    public void A_node_that_never_stores_anything_cannot_hide_its_stops()
    {
        _scene.Start();
        Assert.Equal(RunGrant.VerdictNone, _scene.Claim(RunClaim.StageOpen)!.Verdict);
        _scene.Die();
        _scene.Start();
        Assert.Equal(RunGrant.VerdictUngraceful, _scene.Claim(RunClaim.StageOpen)!.Verdict);
    }

    [Theory]
    [InlineData(10_000, RunGrant.VerdictGraceful)]
    [InlineData(10_001, RunGrant.VerdictUngraceful)]
    public void A_node_that_goes_on_after_its_termination_hash_did_not_stop(long laterMs, byte verdict)
    {
        _scene.Start();
        _scene.Opened();
        _scene.Keep(_scene.Claim(RunClaim.StageClosing)!);
        _scene.NowMs += laterMs;
        _scene.Speak();
        _scene.Die();
        _scene.Start();
        Assert.Equal(verdict, _scene.Opened());
    }

    [Fact]
    public void The_next_run_and_the_goodbye_revoke_nothing()
    {
        _scene.Start();
        _scene.Opened();
        _scene.Keep(_scene.Claim(RunClaim.StageClosing)!);
        _scene.NowMs += 60_000;
        _scene.Stop();
        _scene.NowMs += 3 * RunScene.HourMs;
        _scene.Start();
        _scene.Speak();
        Assert.Equal(RunGrant.VerdictGraceful, _scene.Opened());
    }

    [Fact]
    public void A_stop_asked_for_again_gets_the_same_hash_and_one_taken_back_a_new_one_but_not_for_ever()
    {
        _scene.Start();
        _scene.Opened();
        var hashes = new List<byte[]>();
        for (var i = 0; i < 3; i++)
        {
            var hash = _scene.Claim(RunClaim.StageClosing)!;
            Assert.Equal(hash.Key, _scene.Claim(RunClaim.StageClosing)!.Key);
            hashes.Add(hash.Key);
            _scene.NowMs += 11_000;
        }
        Assert.Equal(3, hashes.Select(Convert.ToHexString).Distinct().Count());
        Assert.Null(_scene.Claim(RunClaim.StageClosing));
    }

    [Fact]
    public void A_claim_to_have_stored_what_was_never_granted_changes_nothing()
    {
        _scene.Start();
        var secret = _scene.Claim(RunClaim.StageOpen)!;
        _scene.Claim(RunClaim.StageStored, (secret.Kind, secret.Run, new byte[32]));
        _scene.Keep(secret);
        _scene.Close();
        _scene.Start();
        Assert.Equal(RunGrant.VerdictGraceful, _scene.Opened());
    }

    [Fact]
    public void A_stop_of_a_run_that_was_never_opened_is_granted_nothing()
    {
        _scene.Start();
        Assert.Null(_scene.Claim(RunClaim.StageClosing));
        _scene.Opened();
        _scene.Start();
        Assert.Null(_scene.Claim(RunClaim.StageClosing));
    }

    [Fact]
    public void A_node_enrolled_anew_begins_anew()
    {
        _scene.Start();
        _scene.Opened();
        _scene.Log((1, 1));
        _scene.Ledger.File.Run("DELETE FROM node");
        Assert.Empty(_scene.Book.LogOf(RunScene.Node));
        _scene.Restart();
        _scene.Start();
        Assert.Equal(RunGrant.VerdictNone, _scene.Opened());
    }

    [Fact]
    public void Keys_of_a_node_that_starts_for_ever_do_not_pile_up()
    {
        for (var i = 0; i < 50; i++)
        {
            _scene.Start();
            _scene.Claim(RunClaim.StageOpen, i % 3 == 0 ? null : _scene.Flash);
            _scene.Claim(RunClaim.StageClosing);
        }
        Assert.InRange(_scene.Ledger.File.Read("SELECT count(*) FROM run_key", r => r.GetInt32(0))[0], 1, 5);
    }
}
