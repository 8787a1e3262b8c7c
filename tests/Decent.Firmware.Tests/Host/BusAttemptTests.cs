using Decent.Firmware.Configuration;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Firmware.Tests.Host;

public sealed class BusAttemptTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Identity _identity = Some.Identity();

    [Theory]
    [InlineData(254)]
    [InlineData(258)]
    public async Task A_brokers_name_that_is_none_ends_the_attempt_and_the_next_one_may_begin(int chars)
    {
        _identity.BrokerHost = new string('a', chars);
        await using var bus = Bus(options => MqttLinks.Create(options, TimeProvider.System, NullLogger.Instance));
        for (var i = 0; i < 2; i++)
        {
            Open(bus);
            Assert.Equal(MqttState.Lost, await EndAsync(bus));
        }
    }

    [Fact]
    public async Task Even_what_nobody_foresaw_ends_the_attempt()
    {
        BusAttempt attempt = new(() => throw new NotSupportedException(), [], 4, TimeProvider.System);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await attempt.DisposeAsync());
        Assert.Equal(MqttState.Lost, attempt.State);
    }

    [Theory]
    [InlineData(MqttPublishResult.TimedOut)]
    [InlineData(MqttPublishResult.NotConnected)]
    [InlineData(MqttPublishResult.Refused)]
    [InlineData(MqttPublishResult.QueueFull)]
    public async Task A_birth_that_the_broker_did_not_acknowledge_ends_the_connection_without_a_goodbye(MqttPublishResult result)
    {
        FakeMqttLink link = new(topic => topic == "birth" ? result : MqttPublishResult.Sent);
        await using var bus = Bus(_ => link);
        Open(bus);
        Assert.Equal(MqttState.Connected, await EndAsync(bus));
        Assert.True(bus.Publish("other", [1], 1, true, false));
        Assert.True(bus.Publish("birth", [1], 1, true, true));
        await link.Dropped.Task.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        while (bus.State == MqttState.Connected) await Task.Yield();
        Assert.Equal((MqttState.Lost, false), (bus.State, link.SaidGoodbye));
    }

    [Fact]
    public async Task A_farewell_that_is_not_acknowledged_is_followed_by_the_goodbye_all_the_same()
    {
        FakeMqttLink link = new(_ => MqttPublishResult.TimedOut);
        await using var bus = Bus(_ => link);
        Open(bus);
        Assert.Equal(MqttState.Connected, await EndAsync(bus));
        // Level 0 has no acknowledgement to miss.
        Assert.True(bus.Publish("counters", [1], 1, false, false));
        bus.Close();
        await link.Dropped.Task.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        while (bus.State == MqttState.Closing) await Task.Yield();
        Assert.Equal((MqttState.Idle, true), (bus.State, link.SaidGoodbye));
    }

    private BusClient Bus(Func<MqttLinkOptions, IMqttLink> connect) => new(_identity, "127.0.0.1", "", TimeProvider.System, connect);

    private static void Open(BusClient bus) => bus.Open("decent/1/5a/board-a/up/s", "x1 0000000000000001", ["a", "b"]);

    // The state that an attempt comes to.
    private static async Task<MqttState> EndAsync(BusClient bus)
    {
        while (bus.State == MqttState.Connecting)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return bus.State;
    }
}
