using Decent.Firmware.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer.Availability;
using Decent.Protocol;
using Decent.Protocol.Datagrams;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Runs;

/// <summary>A LAN that asks 500 times a second, of forty addresses, for a block that the node has.</summary>
public sealed class StormTests
{
    private const int FromMs = 10_000;
    private const int ToMs = 80_000;
    private const int Askers = 40;
    private readonly NodeBench _bench = new(Some.Identity("http://instance:4970")) { Reader = null };
    private readonly byte[][] _blocks = [Some.Bytes(1, 4032), Some.Bytes(2, 4032)];
    private readonly byte[] _want = new byte[Limits.DatagramBytesMax];
    private readonly WantBlocks _question = new() { Count = 1 };
    private readonly SortedDictionary<ulong, long> _askedMs = [];
    private readonly SortedDictionary<ulong, long> _answeredMs = [];
    private int _seen;

    public StormTests()
    {
        _bench.Each = Each;
        Some.TagOf(_blocks[0]).CopyTo(_question.Tags, 0);
    }

    [Fact]
    public void A_storm_delays_a_heartbeat_and_a_command_and_silences_neither_and_a_pushed_block_comes_after_it()
    {
        Order(1_000, 1, Command.VerbPrefetch, 0);
        Order(30_001, 2, Command.VerbPrefetch, 1);
        for (ulong id = 3; id < 20; id++) Order((long)(30_000 + 2_717 * (id - 2)), id, Command.VerbIdentify);
        _bench.At(FromMs - 1, () => Assert.Equal(1, _bench.Node.BlocksHeld));
        _bench.At(72_000, () => Assert.InRange(Beat().RunSeconds, 60u, 71u));
        _bench.At(ToMs, () => Assert.Equal(1, _bench.Node.BlocksHeld));
        _bench.At(ToMs + 1_500, () => Assert.Equal(2, _bench.Node.BlocksHeld));
        _bench.RunUntil(ToMs + 2_000);

        // Heard all, answered as many as the limits allow: the storm was one.
        var given = _bench.Node.Given!;
        Assert.InRange(given.Wants, 34_900u, 35_100u);
        Assert.InRange(given.Haves, 60u * 65, 60u * 72);
        Assert.Equal(_askedMs.Keys, _answeredMs.Keys);
        var waits = _askedMs.Keys.Select(id => _answeredMs[id] - _askedMs[id]).ToArray();
        TestContext.Current.SendDiagnosticMessage($"commands in the storm waited {waits.Skip(1).Average():0} ms, {waits.Max()} at most");
        Assert.All(waits, w => Assert.InRange(w, 0, 2_100));
    }

    private Heartbeat Beat()
    {
        Heartbeat beat = new(_bench.Journal.Reboot());
        Assert.True(beat.Load());
        return beat;
    }

    private void Order(long atMs, ulong id, byte verb, int block = -1) => _bench.At(atMs, () =>
    {
        Command command = new() { Id = id, Verb = verb, Value = 1, Count = block < 0 ? 0 : 1 };
        if (block >= 0) Some.TagOf(_blocks[block]).CopyTo(command.Tags, 0);
        _askedMs[id] = _bench.NowMs;
        _bench.Tell(command.Envelope, command.Write);
    });

    private void Each()
    {
        if (_bench.Mqtt.State == MqttState.Connecting) _bench.Mqtt.State = MqttState.Connected;
        if (_bench.Http.IsRunning) _bench.Http.Answer(HttpState.Done, _blocks.Single(b => _bench.Http.Urls[^1].EndsWith(Hex(b), StringComparison.Ordinal)));
        if (_bench.NowMs is >= FromMs and < ToMs && _bench.NowMs % 2 == 0) Ask();
        for (; _seen < _bench.Mqtt.Published.Count; _seen++) Hear(_bench.Mqtt.Published[_seen].Payload);
    }

    private static string Hex(byte[] block) => Convert.ToHexStringLower(Some.TagOf(block));

    private void Ask()
    {
        _question.Nonce = (ulong)_bench.NowMs;
        var count = _question.Write(_want);
        _bench.Datagram(_want[..count], 0x0A000010u + (uint)(_bench.NowMs / 2 % Askers), 5_000);
    }

    private void Hear(byte[] frame)
    {
        CommandResult result = new();
        RunClaim claim = new();
        if (result.TryRead(frame, frame.Length)) _answeredMs[result.Id] = _bench.NowMs;
        if (!claim.TryRead(frame, frame.Length) || claim.Stage == RunClaim.StageStored) return;
        var grant = RunAccountTests.Grant(claim.Run, claim.Stage == RunClaim.StageOpen ? RunGrant.KindSecret : RunGrant.KindTermination, claim.Stage);
        _bench.Tell(grant.Envelope, grant.Write);
    }
}
