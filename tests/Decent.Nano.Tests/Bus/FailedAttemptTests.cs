using Decent.Firmware.Device;
using Decent.Firmware.Ports;

namespace Decent.Nano.Tests.Bus;

/// <summary>An attempt that came to nothing leaves neither a socket nor a thread behind, however often.</summary>
public sealed class FailedAttemptTests
{
    private const int RefusedAttempts = 120;
    private const int SilentAttempts = 40;

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 8).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void One_client_bears_120_refusals_and_nothing_of_them_stays(ulong seed) => Interpreter.Run(
        nano =>
        {
            Broker broker = new() { Code = 5, ClosesAfterRefusal = seed % 2 == 0 };
            BusClient bus = new(Some.Identity());
            for (var i = 0; i < RefusedAttempts; i++)
            {
                bus.AttemptUntil(nano, MqttState.Refused);
                BusStory.AssertClean(nano);
            }

            Assert.Equal(RefusedAttempts, broker.Connects);
            AssertOneOfAll(nano, RefusedAttempts);
        },
        seed);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void One_client_bears_120_attempts_at_a_port_where_nobody_listens(ulong seed) => Interpreter.Run(
        nano =>
        {
            BusClient bus = new(Some.Identity());
            for (var i = 0; i < RefusedAttempts; i++)
            {
                bus.AttemptUntil(nano, MqttState.Lost);
                BusStory.AssertClean(nano);
            }

            AssertOneOfAll(nano, RefusedAttempts);
        },
        seed);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void One_client_bears_40_brokers_that_take_the_connection_and_never_say_a_word(ulong seed) => Interpreter.Run(
        nano =>
        {
            Broker broker = new() { Silent = true };
            BusClient bus = new(Some.Identity());
            for (var i = 0; i < SilentAttempts; i++)
            {
                Assert.InRange(bus.AttemptUntil(nano, MqttState.Lost), 30_000, 32_000);
                BusStory.AssertClean(nano);
            }

            Assert.Equal(SilentAttempts, broker.Connects);
            AssertOneOfAll(nano, SilentAttempts);
        },
        seed);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_broker_that_swallows_the_subscriptions_is_left_for_good(ulong seed) => Interpreter.Run(
        nano =>
        {
            Broker broker = new() { SwallowsSubscriptions = true };
            BusClient bus = new(Some.Identity());
            for (var i = 0; i < SilentAttempts; i++)
            {
                Assert.InRange(bus.AttemptUntil(nano, MqttState.Lost), 10_000, 14_000);
                BusStory.AssertClean(nano);
            }

            Assert.Equal(SilentAttempts, broker.Goodbyes);
            AssertOneOfAll(nano, SilentAttempts);
        },
        seed);

    [Fact]
    public void A_client_that_never_had_a_socket_is_replaced_before_it_cannot_be_closed() => Interpreter.Run(nano =>
    {
        Broker broker = new();
        BusClient bus = new(Some.Identity());
        nano.Lan.LacksSockets = true;
        bus.AttemptUntil(nano, MqttState.Lost);
        nano.Lan.LacksSockets = false;
        broker.Code = 5;
        for (var i = 0; i < 10; i++)
        {
            bus.AttemptUntil(nano, MqttState.Refused);
            BusStory.AssertClean(nano);
        }

        Assert.Equal(2, nano.Census.MqttClients);
        Assert.Equal(1, nano.Lan.OpenSocketsMost);
    });

    [Fact]
    public void After_refusals_and_silence_the_same_client_connects() => Interpreter.Run(nano =>
    {
        Broker broker = new() { Code = 5 };
        BusClient bus = new(Some.Identity());
        bus.AttemptUntil(nano, MqttState.Refused);
        (broker.Code, broker.Silent) = (0, true);
        bus.AttemptUntil(nano, MqttState.Lost);
        broker.Silent = false;
        bus.AttemptUntil(nano, MqttState.Connected);
        Assert.Equal(1, nano.Census.MqttClients);
        Assert.True(bus.Say(1));
        nano.Until("published", () => broker.Published.Count == 1);
    });

    private static void AssertOneOfAll(Interpreter nano, int attempts)
    {
        Assert.Equal(attempts, nano.Census.MqttConnects);
        Assert.Equal(1, nano.Census.MqttClients);
        Assert.Equal(0, nano.Census.ConnectsFromEvents);
        Assert.Equal(1, nano.Lan.OpenSocketsMost);
        Assert.InRange(nano.Census.ReadersMost, 0, 1);
        Assert.InRange(nano.Census.EmptyReads, 0, attempts);
    }
}
