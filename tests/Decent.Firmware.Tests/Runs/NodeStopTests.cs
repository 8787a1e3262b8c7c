using Decent.Firmware.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer.Availability;
using Decent.Protocol;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Runs;

public sealed class NodeStopTests
{
    private readonly NodeBench _bench = new();
    private int _claims;
    private bool _silent;

    public NodeStopTests() => _bench.Each = Instance;

    [Fact]
    public void A_clean_stop_gets_its_hash_stores_it_and_then_says_goodbye()
    {
        _bench.RunUntil(10_000);
        Assert.Equal([RunClaim.StageOpen, RunClaim.StageStored, RunClaim.StageClosing, RunClaim.StageStored], Stages());
        var last = _bench.Mqtt.Asked.TakeLast(4).Select(a => a.Split('/')[^1]);
        Assert.Equal(["k", "l", "s", "close"], last);
        Assert.InRange(_bench.NowMs, 10_000, 10_200);
        var next = new NodeBench { Blocks = _bench.Blocks.Reboot(), Journal = _bench.Journal.Reboot() };
        next.Each = () => next.Mqtt.State = next.Mqtt.State == MqttState.Connecting ? MqttState.Connected : next.Mqtt.State;
        next.RunUntil(500);
        var claim = new RunClaim();
        Assert.True(claim.TryRead(next.Mqtt.Of("k")[0], 64));
        Assert.Equal((RunClaim.ProofTermination, 2u, 1u), (claim.ProofKind, claim.Run, claim.PreviousRun));
        Assert.Contains(EventCode.RunStarted, next.Events.Codes);
    }

    [Fact]
    public void With_an_instance_that_fell_silent_a_stop_waits_a_second_and_ends_in_order()
    {
        _bench.At(9_000, () => _silent = true);
        _bench.RunUntil(10_000);
        Assert.Equal([RunClaim.StageOpen, RunClaim.StageStored, RunClaim.StageClosing], Stages());
        Assert.InRange(_bench.NowMs, 11_000, 11_200);
        Assert.Equal(["l", "s", "close"], _bench.Mqtt.Asked.TakeLast(3).Select(a => a.Split('/')[^1]));
        var chunk = new LogChunk();
        Assert.True(chunk.TryRead(_bench.Mqtt.Of("l")[^1], _bench.Mqtt.Of("l")[^1].Length));
        Assert.Equal(RunRecord.Stop, chunk.Records[(chunk.Count - 1) * RunRecord.Bytes]);
    }

    [Fact]
    public void With_an_instance_that_never_was_there_a_stop_does_not_wait()
    {
        _silent = true;
        _bench.RunUntil(10_000);
        Assert.Equal([RunClaim.StageOpen, RunClaim.StageOpen], Stages());
        Assert.InRange(_bench.NowMs, 10_000, 10_100);
    }

    [Fact]
    public void A_stop_that_comes_before_the_secret_waits_for_it_and_is_a_clean_one()
    {
        _silent = true;
        _bench.At(1_300, () => _silent = false);
        _bench.RunUntil(1_200);
        Assert.Equal([RunClaim.StageOpen, RunClaim.StageStored, RunClaim.StageClosing, RunClaim.StageStored], Stages());
        Assert.InRange(_bench.NowMs, 1_300, 1_400);
    }

    [Fact]
    public void A_drive_that_refuses_at_the_stop_lets_nothing_be_called_stored()
    {
        _bench.At(9_990, () => _bench.Journal.Broken = true);
        _bench.RunUntil(10_000);
        Assert.Equal([RunClaim.StageOpen, RunClaim.StageStored, RunClaim.StageClosing], Stages());
        Assert.Contains(EventCode.RunKeyUnkept, _bench.Events.Codes);
    }

    [Fact]
    public void Records_that_nobody_took_are_told_of_when_they_make_room()
    {
        _silent = true;
        var journal = _bench.Journal;
        for (var run = 0; run < 59; run++)
        {
            var log = new AvailabilityLog(new AvailabilityOptions(), journal);
            Assert.True(log.Start(0, 0) && log.Stop(1_000, 0));
        }

        Assert.True(_bench.Start());
        Assert.DoesNotContain(EventCode.RunRecordsOverwritten, _bench.Events.Codes);
        _bench.RunUntil(1_000);
        var again = new NodeBench { Journal = journal.Reboot() };
        Assert.True(again.Start());
        Assert.Contains((EventCode.RunRecordsOverwritten, 1L), again.Events.Noted);
    }

    [Fact]
    public void A_restart_is_answered_before_the_node_stops()
    {
        Assert.True(_bench.Start());
        var command = new Command { Id = 3, Verb = Command.VerbRestart };
        _bench.At(5_000, () => _bench.Tell(command.Envelope, command.Write));
        _bench.RunUntil(60_000);
        Assert.True(_bench.Node.RestartRequested);
        Assert.InRange(_bench.NowMs, 5_000, 5_300);
        var asked = _bench.Mqtt.Asked.Select(a => a.Split('/')[^1]).ToList();
        Assert.True(asked.IndexOf("r") >= 0 && asked.IndexOf("r") < asked.LastIndexOf("k"));
    }

    [Fact]
    public void Without_a_boot_counter_nothing_is_sent()
    {
        _bench.Journal.Broken = true;
        Assert.False(_bench.Start());
        Assert.Empty(_bench.Mqtt.Asked);
        Assert.Empty(_bench.Sent);
    }

    private List<byte> Stages() => [.. _bench.Mqtt.Of("k").Select(p => p[20])];

    // The broker accepts at once; the instance answers each claim in the next millisecond.
    private void Instance()
    {
        if (_bench.Mqtt.State == MqttState.Connecting) _bench.Mqtt.State = MqttState.Connected;
        var claims = _bench.Mqtt.Of("k");
        if (_silent || claims.Length == _claims) return;
        var claim = new RunClaim();
        Assert.True(claim.TryRead(claims[_claims++], 64));
        if (claim.Stage == RunClaim.StageStored) return;
        var grant = RunAccountTests.Grant(claim.Run, claim.Stage == RunClaim.StageOpen ? RunGrant.KindSecret : RunGrant.KindTermination, claim.Stage);
        _bench.Tell(grant.Envelope, grant.Write);
    }
}
