using Decent.Firmware.Device;
using Decent.Firmware.Ports;
using Decent.Peer;

namespace Decent.Nano.Tests.Bus;

/// <summary>Brokers of all moods in any order: the same bounds hold after each, and a good one at the end is enough.</summary>
public sealed class BusSwarmTests
{
    private const int Attempts = 25;
    private const int MinuteMs = 60_000;

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 100).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_brokers_in_any_order_leave_one_client_one_thread_and_no_socket(ulong seed) => Interpreter.Run(
        nano =>
        {
            Rng rng = new(seed * 7919);
            Broker broker = new();
            BusClient bus = new(Some.Identity());
            for (var i = 0; i < Attempts; i++)
            {
                Choose(rng, nano, broker);
                bus.Attempt();
                Live(rng, nano, broker, bus);
                nano.Until("quiet", () => bus.State is MqttState.Idle or MqttState.Lost or MqttState.Refused, 3 * MinuteMs);
                Assert.Equal(0, nano.Lan.OpenSockets);
                nano.Until("one worker", () => nano.DeviceThreads.Count == 1, 3_000);
            }

            Settle(nano, broker);
            bus.AttemptUntil(nano, MqttState.Connected);
            Assert.Equal(1, nano.Lan.OpenSockets);
            Assert.True(bus.Say(1));
            nano.Until("published", () => broker.Published.Count > 0 && broker.Published[^1].Topic == "t/1", 2_000);
            Assert.InRange(nano.Lan.OpenSocketsMost, 1, 2);
            Assert.Equal(1, nano.Census.ReadersMost);
            Assert.Equal(0, nano.Census.ConnectsFromEvents);
            Assert.Equal(0, nano.Census.OwnMessagesRefused);
            Assert.Equal(0, nano.Census.BrokersMessagesDropped);
            Assert.Empty(nano.Unhandled);
        },
        seed);

    private static void Settle(Interpreter nano, Broker broker)
    {
        (broker.Silent, broker.Code, broker.SwallowsSubscriptions, broker.HoldsAcknowledgements) = (false, 0, false, false);
        nano.Lan.Silent.Clear();
    }

    private static void Choose(Rng rng, Interpreter nano, Broker broker)
    {
        Settle(nano, broker);
        switch (rng.Below(6))
        {
            case 0:
                broker.Silent = true;
                break;
            case 1:
                (broker.Code, broker.ClosesAfterRefusal) = (rng.Below(2) == 0 ? 5 : 3, rng.Below(2) == 0);
                break;
            case 2:
                broker.SwallowsSubscriptions = true;
                break;
            case 3:
                nano.Lan.Silent.Add("10.0.0.1");
                break;
            default:
                broker.HoldsAcknowledgements = rng.Below(2) == 0;
                break;
        }
    }

    // Some time of messages both ways, and an end from one side or the other.
    private static void Live(Rng rng, Interpreter nano, Broker broker, BusClient bus)
    {
        var endMs = nano.NowMs + rng.Below(2 * MinuteMs);
        var buffer = new byte[1_024];
        ushort id = 0;
        while (nano.NowMs < endMs && bus.State is not (MqttState.Idle or MqttState.Lost or MqttState.Refused))
        {
            if (rng.Below(3) == 0) bus.Say(0, rng.Below(2) == 0);
            if (rng.Below(5) == 0 && bus.State == MqttState.Connected) broker.Tell("dn", [1], id: ++id);
            bus.TryReceive(buffer, out _, out _);
            nano.Sleep(rng.Below(500));
        }

        if (rng.Below(2) == 0) broker.CloseAll();
        else bus.Close();
    }
}
