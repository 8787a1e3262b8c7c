using Decent.Firmware.Device;
using Decent.Firmware.Ports;

namespace Decent.Nano.Tests.Bus;

/// <summary>A connection is closed before the state says that it is over: what comes next has nothing to do with it.</summary>
public sealed class EndedConnectionTests
{
    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 20).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_end_of_one_connection_never_closes_the_next(ulong seed) => Interpreter.Run(
        nano =>
        {
            Broker broker = new();
            BusClient bus = new(Some.Identity());
            for (var i = 0; i < 10; i++)
            {
                bus.AttemptUntil(nano, MqttState.Connected);
                Assert.Equal(1, nano.Lan.OpenSockets);
                // Longer than any late close of the one before takes.
                nano.Sleep(5_000);
                Assert.Equal(MqttState.Connected, bus.State);
                if (i % 2 == 0) bus.Close();
                else broker.CloseAll();
                nano.Until("over", () => bus.State is MqttState.Idle or MqttState.Lost);
                Assert.Equal(i % 2 == 0 ? MqttState.Idle : MqttState.Lost, bus.State);
                BusStory.AssertClean(nano);
            }

            Assert.Equal(1, nano.Census.MqttClients);
            Assert.Equal(1, nano.Lan.OpenSocketsMost);
            Assert.Equal(1, nano.Census.ReadersMost);
            Assert.Equal(0, nano.Census.ConnectsFromEvents);
            Assert.Equal(5, broker.Goodbyes);
        },
        seed);

    [Fact]
    public void A_silence_longer_than_the_keep_alive_ends_the_connection_once() => Interpreter.Run(nano =>
    {
        Broker broker = new();
        BusClient bus = new(Some.Identity());
        bus.AttemptUntil(nano, MqttState.Connected);
        broker.Silent = true;
        Assert.InRange(nano.Until("lost", () => bus.State == MqttState.Lost, 200_000), 60_000, 125_000);
        BusStory.AssertClean(nano);
        broker.Silent = false;
        bus.AttemptUntil(nano, MqttState.Connected);
        nano.Sleep(300_000);
        Assert.Equal(MqttState.Connected, bus.State);
        Assert.Equal(1, nano.Census.ReadersMost);
    });

    [Fact]
    public void A_close_while_an_attempt_is_under_way_ends_in_idle() => Interpreter.Run(nano =>
    {
        Broker broker = new() { Silent = true };
        BusClient bus = new(Some.Identity());
        bus.Attempt();
        nano.Until("connect came", () => broker.Connects == 1);
        bus.Close();
        nano.Until("idle", () => bus.State == MqttState.Idle);
        BusStory.AssertClean(nano);
    });

    [Fact]
    public void What_the_broker_sends_is_taken_in_order_and_what_is_too_long_is_dropped() => Interpreter.Run(nano =>
    {
        Broker broker = new();
        BusClient bus = new(Some.Identity());
        bus.AttemptUntil(nano, MqttState.Connected);
        broker.Tell("a", [1], id: 1);
        broker.Tell("b", new byte[1_025], id: 2);
        broker.Tell("c", [3, 4], retained: true, id: 3);
        nano.Until("acknowledged", () => broker.Acknowledged == 3);
        nano.Sleep(100);
        var buffer = new byte[1_024];
        Assert.Equal(1, bus.TryReceive(buffer, out var topic, out var retained));
        Assert.Equal(("a", false, (byte)1), (topic, retained, buffer[0]));
        Assert.Equal(2, bus.TryReceive(buffer, out topic, out retained));
        Assert.Equal(("c", true, (byte)3), (topic, retained, buffer[0]));
        Assert.Equal(-1, bus.TryReceive(buffer, out _, out _));
    });
}
