using Decent.Firmware.Bus;
using Decent.Firmware.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer;
using Decent.Protocol;

namespace Decent.Firmware.Tests.Bus;

public sealed class BackoffTests
{
    private const int StepMs = 50;
    private const int FirstMs = 1_000;
    private const int MostMs = 60_000;

    [Fact]
    public void A_wait_is_a_quarter_of_its_bound_to_the_whole_of_it_and_never_nothing()
    {
        for (ulong seed = 1; seed <= 500; seed++)
        {
            Backoff backoff = new(new Rng(seed), FirstMs, MostMs);
            for (var i = 0; i < 10; i++) Assert.InRange(backoff.NextMs(), Bound(i) / 4, Bound(i));
            backoff.Reset();
            Assert.InRange(backoff.NextMs(), FirstMs / 4, FirstMs);
        }
    }

    [Fact]
    public void Attempts_that_fail_become_rarer_until_the_bound()
    {
        LinkBench bench = new();
        List<long> opened = [];
        while (opened.Count < 40)
        {
            Open(bench);
            opened.Add(bench.NowMs);
            bench.Mqtt.State = opened.Count % 2 == 0 ? MqttState.Lost : MqttState.Refused;
        }

        var waits = opened.Zip(opened.Skip(1), (a, b) => b - a).ToArray();
        for (var i = 0; i < waits.Length; i++) AssertWait(waits[i], i);
        Assert.InRange(waits.Skip(8).Average(), 32_000, 43_000);
        Assert.Contains(EventCode.BusRefused, bench.Events.Codes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Twenty_short_lives_wait_longer_and_longer_and_a_stable_one_begins_anew(ulong seed)
    {
        LinkBench bench = new(seed);
        for (var life = 0; life < 20; life++) AssertWait(Live(bench, 5_000), life);
        AssertWait(Live(bench, 29_000), 20);
        AssertWait(Live(bench, 31_000), 0);
        AssertWait(Live(bench, 5_000), 1);
    }

    [Fact]
    public void Two_nodes_of_one_name_take_the_broker_from_each_other_a_bounded_number_of_times()
    {
        var most = 0u;
        for (ulong seed = 1; seed <= 50; seed++)
        {
            LinkBench[] two = [new(seed), new(seed + 1_000)];
            for (long nowMs = 0; nowMs < 600_000; nowMs += StepMs)
            {
                foreach (var one in two)
                {
                    one.Run(StepMs);
                    if (one.Mqtt.State != MqttState.Connecting) continue;
                    one.Mqtt.State = MqttState.Connected;
                    var other = two[one == two[0] ? 1 : 0];
                    if (other.Mqtt.State == MqttState.Connected) other.Mqtt.State = MqttState.Lost;
                }
            }

            most = Math.Max(most, two[0].Link.Connects + two[1].Link.Connects);
        }

        TestContext.Current.SendDiagnosticMessage($"two nodes of one name: {most} connects in ten minutes at most");
        Assert.InRange(most, 20u, 60u);
    }

    private static int Bound(int failures) => (int)Math.Min((long)FirstMs << failures, MostMs);

    // The node looks every 50 ms.
    private static void AssertWait(long waitMs, int failures) => Assert.InRange(waitMs, Bound(failures) / 4, Bound(failures) + StepMs);

    private static void Open(LinkBench bench)
    {
        while (bench.Mqtt.State != MqttState.Connecting) bench.Run(StepMs);
    }

    // One connection of that length; how long the node then waited before it tried again.
    private static long Live(LinkBench bench, long lifeMs)
    {
        Open(bench);
        bench.Mqtt.State = MqttState.Connected;
        bench.Run(lifeMs);
        bench.Mqtt.State = MqttState.Lost;
        var lostMs = bench.NowMs + StepMs;
        Open(bench);
        return bench.NowMs - lostMs;
    }
}
