using Decent.Firmware.Device;
using Decent.Firmware.Ports;

namespace Decent.Nano.Tests.Bus;

/// <summary>The library's queue of messages under way never fills: what cannot go now waits with us.</summary>
public sealed class SendWindowTests
{
    private const int QueueSlots = 8;
    private const int UnderWay = 5;

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 8).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_hundred_messages_arrive_once_each_and_in_order(ulong seed) => Interpreter.Run(
        nano =>
        {
            Broker broker = new();
            BusClient bus = new(Some.Identity());
            bus.AttemptUntil(nano, MqttState.Connected);
            for (var i = 0; i < 100; i++)
            {
                var number = i;
                nano.Until("room", () => bus.Say(number));
            }

            nano.Until("all there", () => broker.Published.Count == 100);
            Assert.Equal(Enumerable.Range(0, 100), broker.Published.Select(packet => (int)packet.Payload[0]));
            Assert.Equal(0, nano.Census.OwnMessagesRefused);
            Assert.Equal(MqttState.Connected, bus.State);
        },
        seed);

    [Fact]
    public void Five_are_under_way_at_once_and_the_others_wait_for_the_broker() => Interpreter.Run(nano =>
    {
        Broker broker = new() { HoldsAcknowledgements = true };
        BusClient bus = new(Some.Identity());
        bus.AttemptUntil(nano, MqttState.Connected);
        for (var i = 0; i < UnderWay; i++) Assert.True(bus.Say(i));
        nano.Until("five there", () => broker.Held == UnderWay, 2_000);
        for (var i = 0; i < QueueSlots; i++) Assert.True(bus.Say(UnderWay + i));
        Assert.False(bus.Say(99));
        nano.Sleep(900);
        Assert.Equal(UnderWay, broker.Held);
        broker.HoldsAcknowledgements = false;
        broker.Acknowledge();
        nano.Until("all there", () => broker.Published.Select(packet => packet.Id).Distinct().Count() == UnderWay + QueueSlots, 10_000);
        Assert.Equal(Enumerable.Range(0, UnderWay + QueueSlots), broker.Published.DistinctBy(packet => packet.Id).Select(packet => (int)packet.Payload[0]));
        Assert.Equal(0, nano.Census.OwnMessagesRefused);
        Assert.Equal(MqttState.Connected, bus.State);
    });

    [Fact]
    public void The_brokers_own_messages_have_room_beside_ours() => Interpreter.Run(nano =>
    {
        Broker broker = new() { HoldsAcknowledgements = true };
        BusClient bus = new(Some.Identity());
        bus.AttemptUntil(nano, MqttState.Connected);
        for (var i = 0; i < UnderWay; i++) bus.Say(i);
        nano.Until("five there", () => broker.Held == UnderWay, 2_000);
        for (ushort id = 1; id <= 16; id++) broker.Tell("dn", [1], id: id);
        nano.Until("acknowledged", () => broker.Acknowledged == 16, 1_000);
        Assert.Equal(0, nano.Census.BrokersMessagesDropped);
    });

    [Fact]
    public void A_broker_that_never_acknowledges_slows_the_node_and_breaks_nothing() => Interpreter.Run(nano =>
    {
        Broker broker = new() { HoldsAcknowledgements = true };
        BusClient bus = new(Some.Identity());
        bus.AttemptUntil(nano, MqttState.Connected);
        var said = 0;
        while (nano.NowMs < 60_000)
        {
            if (bus.Say(said & 0xFF)) said++;
            nano.Sleep(100);
        }

        Assert.Equal(MqttState.Connected, bus.State);
        Assert.Equal(0, nano.Census.OwnMessagesRefused);
        // Three attempts and a second's rest: five messages in 4 to 4.5 s, and the queue.
        Assert.InRange(said, (5 * 13) + QueueSlots, (5 * 15) + QueueSlots);
        Assert.Equal(1, nano.Lan.OpenSocketsMost);
    });

    [Fact]
    public void The_goodbye_takes_the_whole_queue_with_it() => Interpreter.Run(nano =>
    {
        Broker broker = new();
        BusClient bus = new(Some.Identity());
        bus.AttemptUntil(nano, MqttState.Connected);
        for (var i = 0; i < UnderWay; i++) bus.Say(i);
        nano.Until("five there", () => broker.Published.Count == UnderWay, 2_000);
        for (var i = 0; i < QueueSlots; i++) Assert.True(bus.Say(UnderWay + i));
        bus.Close();
        nano.Until("idle", () => bus.State == MqttState.Idle, 6_000);
        Assert.Equal(UnderWay + QueueSlots, broker.Published.Count);
        Assert.Equal(1, broker.Goodbyes);
        BusStory.AssertClean(nano);
    });
}
