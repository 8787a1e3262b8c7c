using Decent.Firmware.Tests.Fakes;
using Decent.Peer.Availability;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Runs;

/// <summary>A node and an instance that grants whatever is asked for, over nine runs, with the power cut at each operation in turn, and at each two.</summary>
public sealed class RunAccountPowerTests
{
    private const int Runs = 9;

    // What the instance knows: keys that it gave, runs whose termination was asked for, keys that the node called stored.
    private readonly Dictionary<(uint Run, byte Kind), int> _granted = [];
    private readonly HashSet<uint> _closing = [];
    private uint _acknowledged;
    private int _keys;

    [Theory]
    [InlineData(Cut.Before)]
    [InlineData(Cut.Torn)]
    [InlineData(Cut.After)]
    public void No_cut_lets_a_node_show_more_than_it_asked_for_and_acknowledged(Cut cut)
    {
        var cases = 0;
        for (var first = 1; first < 12; first++)
        {
            for (var second = 0; second < 12; second++)
            {
                for (var run = 1u; run < Runs - 1; run++, cases++) Play(run, first, second, cut);
            }
        }

        Assert.Equal(11 * 12 * 7, cases);
    }

    private void Play(uint cutRun, int first, int second, Cut cut)
    {
        _granted.Clear();
        _closing.Clear();
        _acknowledged = 0;
        var flash = new RamFlash();
        for (var run = 1u; run <= Runs; run++)
        {
            flash = flash.Reboot(run == cutRun ? first : run == cutRun + 1 ? second : 0, cut);
            try
            {
                Live(flash, run, stops: run % 2 == 0);
            }
            catch (PowerCutException)
            {
                // The next run shows what is left of it.
            }
        }

        Assert.True(_acknowledged >= Runs, $"a node stays without a key after a cut: run {cutRun}, operations {first} and {second}, {cut}");
    }

    private void Live(RamFlash flash, uint run, bool stops)
    {
        var account = RunAccountTests.Begin(flash, run);
        account.OnLink(0);
        var claim = new RunClaim();
        Assert.True(account.TryClaim(0, claim));
        Check(claim, run);
        account.Claimed(0);
        Answer(account, run, RunGrant.KindSecret, claim);
        if (!stops) return;
        _closing.Add(run);
        account.Close(10);
        Assert.True(account.TryClaim(10, claim));
        Assert.Equal(RunClaim.StageClosing, claim.Stage);
        account.Claimed(10);
        Answer(account, run, RunGrant.KindTermination, claim);
    }

    private void Answer(RunAccount account, uint run, byte kind, RunClaim claim)
    {
        _granted[(run, kind)] = ++_keys;
        Assert.True(account.Take(RunAccountTests.Grant(run, kind, _keys)));
        Assert.True(account.TryClaim(0, claim));
        Assert.Equal(RunClaim.StageStored, claim.Stage);
        _acknowledged = run;
        account.Claimed(0);
    }

    // An opening claim shows a key that was granted, of the last run acknowledged or a later one, and a hash only of a run that asked for it.
    private void Check(RunClaim claim, uint run)
    {
        Assert.True(claim.PreviousRun >= _acknowledged);
        if (claim.PreviousRun == 0)
        {
            Assert.Equal(RunClaim.ProofNone, claim.ProofKind);
            return;
        }

        var isHash = claim.ProofKind == RunClaim.ProofTermination;
        if (isHash) Assert.Contains(claim.PreviousRun, _closing);
        var key = _granted[(claim.PreviousRun, isHash ? RunGrant.KindTermination : RunGrant.KindSecret)];
        Assert.Equal(RunAccountTests.Proof(Some.Bytes(key, 32), "back", run), claim.Proof);
    }
}
