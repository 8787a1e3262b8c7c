using Decent.Firmware.Device;
using Decent.Firmware.Ports;

namespace Decent.Nano.Tests.Bus;

/// <summary>A thread that the network holds is left behind, and closes nothing and says nothing when it comes back.</summary>
public sealed class StuckWorkerTests
{
    private const int MinuteMs = 60_000;

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 8).Select(seed => (ulong)seed)];

    [Fact]
    public void An_attempt_that_nobody_answers_is_over_within_a_minute_and_its_socket_closed() => Interpreter.Run(nano =>
    {
        nano.Lan.Silent.Add("10.0.0.1");
        BusClient bus = new(Some.Identity());
        for (var i = 0; i < 20; i++)
        {
            Assert.InRange(bus.AttemptUntil(nano, MqttState.Lost), 30_000, MinuteMs);
            nano.Sleep(2_000);
            BusStory.AssertClean(nano);
        }

        Assert.Equal(1, nano.Lan.OpenSocketsMost);
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Of_two_threads_left_behind_in_a_row_one_worker_remains(ulong seed) => Interpreter.Run(
        nano =>
        {
            nano.Lan.Silent.Add("10.0.0.1");
            nano.Lan.ConnectIsDeaf = true;
            BusClient bus = new(Some.Identity());
            bus.AttemptUntil(nano, MqttState.Lost);
            bus.AttemptUntil(nano, MqttState.Lost);
            Assert.InRange(nano.DeviceThreads.Count, 2, 3);
            nano.Sleep(3 * MinuteMs);
            BusStory.AssertClean(nano);
        },
        seed);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_thread_that_comes_back_late_leaves_the_new_connection_alone(ulong seed) => Interpreter.Run(
        nano =>
        {
            nano.Lan.Silent.Add("10.0.0.1");
            nano.Lan.ConnectIsDeaf = true;
            Broker broker = new("10.0.0.2");
            var identity = Some.Identity();
            BusClient bus = new(identity);
            bus.AttemptUntil(nano, MqttState.Lost);
            identity.BrokerHost = "10.0.0.2";
            bus.AttemptUntil(nano, MqttState.Connected);
            Assert.Equal(2, nano.DeviceThreads.Count(name => name == BusStory.Worker));
            nano.Until("back", () => nano.DeviceThreads.Count(name => name == BusStory.Worker) == 1);
            for (var i = 0; i < 300; i++)
            {
                nano.Sleep(1_000);
                Assert.Equal(MqttState.Connected, bus.State);
            }

            Assert.Equal(1, broker.Connects);
            Assert.Equal(0, broker.Goodbyes);
        },
        seed);

    [Fact]
    public void With_two_left_behind_a_third_waits_until_one_comes_back() => Interpreter.Run(nano =>
    {
        nano.Lan.NameMs = 10 * MinuteMs;
        BusClient bus = new(Some.Identity("broker.lan"));
        bus.AttemptUntil(nano, MqttState.Lost);
        bus.AttemptUntil(nano, MqttState.Lost);
        bus.Attempt();
        nano.Sleep(5 * MinuteMs);
        Assert.Equal(MqttState.Connecting, bus.State);
        Assert.Equal(3, nano.DeviceThreads.Count);
        nano.Until("lost", () => bus.State == MqttState.Lost, 10 * MinuteMs);
        nano.Sleep(15 * MinuteMs);
        BusStory.AssertClean(nano);
    });

    [Fact]
    public void A_name_that_is_found_too_late_connects_nobody() => Interpreter.Run(nano =>
    {
        Broker broker = new();
        nano.Lan.Names["broker.lan"] = "10.0.0.1";
        nano.Lan.NameMs = 3 * MinuteMs;
        BusClient bus = new(Some.Identity("broker.lan"));
        bus.AttemptUntil(nano, MqttState.Lost);
        nano.Sleep(10 * MinuteMs);
        Assert.Equal(0, broker.Connects);
        BusStory.AssertClean(nano);
    });
}
