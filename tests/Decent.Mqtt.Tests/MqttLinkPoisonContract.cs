using System.Net;
using System.Net.Sockets;

namespace Decent.Mqtt.Tests;

/// <summary>Bytes that no honest party sends, from either side, and packets beyond the limits.</summary>
public abstract class MqttLinkPoisonContract : BrokerTest
{
    private protected abstract IMqttLink Make(MqttLinkOptions options, EventLog? log = null);

    private protected override MosquittoOptions Options => new()
    {
        Folder = Folder,
        Acl = Some.Acl,
        Users = [Some.User("full")],
        PacketBytesMax = 2048,
        RestartMinMs = 50,
    };

    [Fact]
    public async Task A_message_over_the_brokers_limit_is_refused_locally_and_later_ones_flow()
    {
        await using var link = Make(Some.Link(Broker.Port));
        await link.Reaches(MqttLinkState.Connected);
        await link.Hears("decent/size");
        Assert.Equal(MqttPublishResult.TooLarge, await link.PublishAsync("decent/size", new byte[4000], MqttQos.AtLeastOnce, false, Cancel));
        Assert.Equal(MqttPublishResult.TooLarge, await link.PublishAsync("decent/size", new byte[4000], MqttQos.AtMostOnce, false, Cancel));
        Assert.Equal(MqttPublishResult.Sent, await link.PublishAsync("decent/size", new byte[1500], MqttQos.AtLeastOnce, false, Cancel));
        Assert.Equal(1500, (await link.Next()).Payload.Length);
        Assert.Equal(1, link.Connection);
    }

    [Fact]
    public async Task Noise_at_the_broker_disturbs_nobody()
    {
        await using var link = Make(Some.Link(Broker.Port));
        await link.Reaches(MqttLinkState.Connected);
        await link.Hears("decent/calm");
        var broker = Broker.ProcessId;
        for (uint seed = 1; seed <= 60; seed++)
        {
            var noise = Some.Noise(seed, 400);
            // Every third begins as a CONNECT, every other third claims the largest length there is.
            byte[] opening = (seed % 3) switch
            {
                0 => [0x10, 0x20, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 5],
                1 => [0x30, 0xff, 0xff, 0xff, 0x7f],
                _ => [],
            };
            using var raw = new TcpClient();
            await raw.ConnectAsync(IPAddress.Loopback, Broker.Port, Cancel);
            await raw.GetStream().WriteAsync((byte[])[.. opening, .. noise], Cancel);
        }
        Assert.Equal(MqttPublishResult.Sent, await link.Says("decent/calm", "still here"));
        Assert.Equal("still here", (await link.Next()).Text());
        Assert.Equal(1, link.Connection);
        Assert.Equal(broker, Broker.ProcessId);
    }

    [Fact]
    public async Task A_broker_that_talks_noise_costs_an_attempt_and_nothing_else()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var link = Make(Some.Link(((IPEndPoint)listener.LocalEndpoint).Port));
        for (uint seed = 1; seed <= 12; seed++)
        {
            using var victim = await listener.AcceptTcpClientAsync(Cancel);
            await victim.GetStream().ReadExactlyAsync(new byte[10], Cancel);
            // Nothing, the largest length, an unknown property, a property list that is cut off.
            byte[] opening = (seed % 4) switch
            {
                0 => [0x20, 0xff, 0xff, 0xff, 0x7f],
                1 => [0x20, 5, 0, 0, 2, 0xee, 0],
                2 => [0x20, 6, 0, 0, 9, 18, 0xff, 0xff],
                _ => [],
            };
            await victim.GetStream().WriteAsync((byte[])[.. opening, .. Some.Noise(seed, 300)], Cancel);
        }
        await link.Reaches(MqttLinkState.Connecting);
        Assert.True(link.Connection >= 12);
        Assert.NotNull(link.LastError);
    }

    [Fact]
    public async Task A_broker_that_never_answers_is_given_up_and_tried_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var link = Make(new MqttLinkOptions
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            ClientId = "waiting",
            ConnectTimeoutSeconds = 1,
            ReconnectMinMs = 50,
        });
        using var first = await listener.AcceptTcpClientAsync(Cancel);
        await link.Reaches(MqttLinkState.Disconnected);
        using var second = await listener.AcceptTcpClientAsync(Cancel);
        Assert.Contains("no answer", link.LastError, StringComparison.Ordinal);
    }
}
