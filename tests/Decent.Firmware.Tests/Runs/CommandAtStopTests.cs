using Decent.Firmware.Tests.Fakes;
using Decent.Protocol.Frames;

namespace Decent.Firmware.Tests.Runs;

/// <summary>A command comes at any moment of a stop: it is answered, and the stop stays a clean one.</summary>
public sealed class CommandAtStopTests
{
    private const int StopMs = 2_000;
    private const int AwayMs = 100;
    private const int StepMs = 50;

    public static TheoryData<byte, bool> Cases
    {
        get
        {
            TheoryData<byte, bool> cases = [];
            // Every verb, and one that there is not.
            foreach (var verb in (byte[])[1, 2, 3, 4, 5, 6, 99])
            {
                cases.Add(verb, false);
                cases.Add(verb, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_command_at_any_moment_of_a_stop_is_answered_and_the_stop_is_graceful(byte verb, bool isRestart)
    {
        var answered = 0;
        for (var offsetMs = -2 * StepMs; offsetMs <= 200; offsetMs += 3)
        {
            var scene = new Scene(isRestart);
            // Numbers rise: the restart is command 3.
            var id = offsetMs < 0 ? 2ul : 4ul;
            scene.Order(StopMs + offsetMs, id, verb);
            scene.Run();
            Assert.Equal([RunClaim.StageOpen, RunClaim.StageStored, RunClaim.StageClosing, RunClaim.StageStored], scene.Stages);
            Assert.Equal(["s", "close"], scene.LastAsked);
            var expected = scene.Ordered.Contains(id) ? 1 : 0;
            Assert.Equal(expected, scene.Results.Count(r => r.Id == id));
            answered += expected;
        }

        // The stop takes the way to the instance and back, so that a third of the moments or more were inside it.
        Assert.InRange(answered, 67, 87);
    }

    [Fact]
    public void A_command_that_comes_while_the_node_stops_is_not_executed_and_says_so()
    {
        var scene = new Scene(isRestart: false);
        scene.Order(StopMs + AwayMs / 2, 4, Command.VerbResize);
        scene.Run();
        var result = Assert.Single(scene.Results);
        Assert.Equal((4ul, CommandResult.Stopping, 0u), (result.Id, result.Status, result.Value));
    }

    [Fact]
    public void Eight_commands_at_once_are_all_answered_and_the_hash_behind_them_is_read()
    {
        var scene = new Scene(isRestart: true);
        for (ulong id = 4; id < 12; id++) scene.Order(StopMs + StepMs, id, Command.VerbIdentify);
        scene.Run();
        Assert.Equal([3ul, 4, 5, 6, 7, 8, 9, 10, 11], scene.Results.Select(r => r.Id));
        Assert.Equal(RunClaim.StageStored, scene.Stages[^1]);
    }

    [Fact]
    public void Without_an_account_to_close_the_commands_that_wait_are_answered_too()
    {
        var scene = new Scene(isRestart: false) { IsSilent = true };
        scene.Order(StopMs, 4, Command.VerbIdentify);
        scene.Run();
        Assert.Single(scene.Results);
        Assert.Equal(["s", "close"], scene.LastAsked);
    }

    /// <summary>A node that stops at 2 s, by itself or because command 3 orders a restart, and an instance that answers after 100 ms.</summary>
    private sealed class Scene
    {
        private readonly NodeBench _bench = new();
        private readonly bool _isRestart;
        private int _claims;

        public Scene(bool isRestart)
        {
            _isRestart = isRestart;
            _bench.Each = Instance;
            if (isRestart) Order(StopMs, 3, Command.VerbRestart);
        }

        public bool IsSilent { get; init; }

        /// <summary>Commands that reached the node's client before its farewell was said.</summary>
        public HashSet<ulong> Ordered { get; } = [];

        public List<byte> Stages => [.. _bench.Mqtt.Of("k").Select(p => p[20])];

        public IEnumerable<string> LastAsked => _bench.Mqtt.Asked.TakeLast(2).Select(a => a.Split('/')[^1]);

        public List<CommandResult> Results => [.. _bench.Mqtt.Of("r").Select(Read)];

        public void Order(long atMs, ulong id, byte verb)
        {
            var command = new Command { Id = id, Verb = verb, Value = 5, Count = verb is Command.VerbPrefetch or Command.VerbEvict ? 1 : 0 };
            _bench.At(atMs, () =>
            {
                if (_bench.Mqtt.Of("s")[^1][1] != (byte)FrameType.Birth) return;
                Ordered.Add(id);
                _bench.Tell(command.Envelope, command.Write);
            });
        }

        public void Run()
        {
            _bench.RunUntil(_isRestart ? 60_000 : StopMs);
            // A secret that was asked for a moment ago is waited for, a second at most.
            Assert.InRange(_bench.NowMs, StopMs - 100, StopMs + (IsSilent ? 1_100 : 400));
        }

        private static CommandResult Read(byte[] payload)
        {
            var result = new CommandResult();
            Assert.True(result.TryRead(payload, payload.Length));
            return result;
        }

        private void Instance()
        {
            if (_bench.Mqtt.State == Ports.MqttState.Connecting) _bench.Mqtt.State = Ports.MqttState.Connected;
            var claims = _bench.Mqtt.Of("k");
            if (IsSilent || claims.Length == _claims) return;
            var claim = new RunClaim();
            Assert.True(claim.TryRead(claims[_claims++], 64));
            if (claim.Stage == RunClaim.StageStored) return;
            var kind = claim.Stage == RunClaim.StageOpen ? RunGrant.KindSecret : RunGrant.KindTermination;
            var grant = RunAccountTests.Grant(claim.Run, kind, claim.Stage);
            _bench.At(_bench.NowMs + AwayMs, () => _bench.Tell(grant.Envelope, grant.Write));
        }
    }
}
