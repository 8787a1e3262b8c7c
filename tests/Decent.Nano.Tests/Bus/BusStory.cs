using Decent.Firmware.Device;
using Decent.Firmware.Ports;

namespace Decent.Nano.Tests.Bus;

/// <summary>What a node does with its client, in few words.</summary>
internal static class BusStory
{
    public const string Worker = "BusWorker.Work";

    public static void Attempt(this BusClient bus) => bus.Open("decent/1/5a/board-a/up/s", "x1 0000000000000001", Some.Filters);

    /// <summary>An attempt that ends as told; milliseconds that it took.</summary>
    public static long AttemptUntil(this BusClient bus, Interpreter nano, MqttState end)
    {
        bus.Attempt();
        var ms = nano.Until("over", () => bus.State is MqttState.Lost or MqttState.Refused or MqttState.Connected or MqttState.Idle);
        Assert.Equal(end, bus.State);
        return ms;
    }

    public static bool Say(this BusClient bus, int number, bool assured = true) => bus.Publish("t/" + number, [(byte)number], 1, assured, false);

    /// <summary>Nothing is left of an attempt but the one client and the thread that is always there.</summary>
    public static void AssertClean(Interpreter nano)
    {
        Assert.Equal(0, nano.Lan.OpenSockets);
        Assert.Equal([Worker], nano.DeviceThreads);
        Assert.Empty(nano.Unhandled);
    }
}
