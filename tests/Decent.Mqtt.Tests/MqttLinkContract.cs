using System.Globalization;

namespace Decent.Mqtt.Tests;

/// <summary>What every client library must do on a good day.</summary>
public abstract class MqttLinkContract : BrokerTest
{
    private protected abstract IMqttLink Make(MqttLinkOptions options, EventLog? log = null);

    [Fact]
    public async Task A_link_connects_and_numbers_its_first_connection_one()
    {
        await using var link = Make(Some.Link(Broker.Port));
        await link.Reaches(MqttLinkState.Connected);
        Assert.Equal(1, link.Connection);
        Assert.Null(link.LastError);
    }

    [Theory]
    [InlineData(MqttQos.AtMostOnce)]
    [InlineData(MqttQos.AtLeastOnce)]
    public async Task A_message_arrives_as_it_was_sent(MqttQos qos)
    {
        await using var link = Make(Some.Link(Broker.Port));
        await link.Reaches(MqttLinkState.Connected);
        await link.Hears("decent/1/#", qos);
        var payload = Some.Noise(7, 3000);
        Assert.Equal(MqttPublishResult.Sent, await link.PublishAsync("decent/1/über", payload, qos, retain: false, Cancel));
        var message = await link.Next();
        Assert.Equal("decent/1/über", message.Topic);
        Assert.Equal(payload, message.Payload.ToArray());
        Assert.Equal(qos, message.Qos);
        Assert.False(message.Retain);
    }

    [Fact]
    public async Task A_retained_message_is_marked_and_an_empty_one_removes_it()
    {
        await using var link = Make(Some.Link(Broker.Port));
        await link.Reaches(MqttLinkState.Connected);
        Assert.Equal(MqttPublishResult.Sent, await link.Says("decent/kept", "old", retain: true));
        await link.Hears("decent/kept");
        var kept = await link.Next();
        Assert.True(kept.Retain);
        Assert.Equal("old", kept.Text());
        Assert.Equal(MqttPublishResult.Sent, await link.Says("decent/kept", "", retain: true));
        Assert.Empty((await link.Next()).Payload.ToArray());
        await link.Hears("decent/+");
        await link.Says("decent/marker", "nothing kept came before this");
        Assert.Equal("decent/marker", (await link.Next()).Topic);
    }

    [Fact]
    public async Task Two_hundred_publishers_at_once_are_all_acknowledged()
    {
        await using var link = Make(Some.Link(Broker.Port));
        await link.Reaches(MqttLinkState.Connected);
        await link.Hears("decent/many/#");
        var sent = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => link.Says($"decent/many/{i}", "x")));
        Assert.All(sent, result => Assert.Equal(MqttPublishResult.Sent, result));
        var topics = new HashSet<string>();
        while (topics.Count < 200)
            topics.Add((await link.Next()).Topic);
    }

    [Fact]
    public async Task The_will_of_the_dead_connection_carries_its_number()
    {
        await using var observer = Make(Some.Link(Broker.Port, "observer"));
        await observer.Reaches(MqttLinkState.Connected);
        await observer.Hears("decent/will");
        var options = With(Some.Link(Broker.Port, "mortal"), n => new MqttMessage { Topic = "decent/will", Payload = Some.Bytes($"x1 {n}") });
        var mortal = Make(options);
        await mortal.Reaches(MqttLinkState.Connected);
        var connection = mortal.Connection;
        await mortal.DisposeAsync();
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"x1 {connection}"), (await observer.Next()).Text());
        Assert.Equal(MqttLinkState.Closed, mortal.State);
    }

    [Fact]
    public async Task A_goodbye_delivers_the_last_message_and_no_will()
    {
        await using var observer = Make(Some.Link(Broker.Port, "observer"));
        await observer.Reaches(MqttLinkState.Connected);
        await observer.Hears("decent/life/#");
        await using var polite = Make(With(Some.Link(Broker.Port, "polite"), _ => new MqttMessage { Topic = "decent/life/will" }));
        await polite.Reaches(MqttLinkState.Connected);
        await polite.CloseAsync(new MqttMessage { Topic = "decent/life/bye", Qos = MqttQos.AtLeastOnce }, Cancel);
        Assert.Equal(MqttLinkState.Closed, polite.State);
        Assert.Equal(MqttPublishResult.Closed, await polite.Says("decent/life/late", ""));
        Assert.Equal("decent/life/bye", (await observer.Next()).Topic);
        await observer.Says("decent/life/marker", "");
        Assert.Equal("decent/life/marker", (await observer.Next()).Topic);
        await Assert.ThrowsAsync<InvalidOperationException>(() => polite.Reaches(MqttLinkState.Connected));
        Assert.False(await polite.Inbox.WaitToReadAsync(Cancel));
    }

    [Fact]
    public async Task A_birth_can_be_published_from_each_change_to_connected()
    {
        await using var observer = Make(Some.Link(Broker.Port, "observer"));
        await observer.Reaches(MqttLinkState.Connected);
        await observer.Hears("decent/birth");
        await using var born = Make(Some.Link(Broker.Port, "born"));
        born.Changed += change =>
        {
            if (change.State == MqttLinkState.Connected)
                _ = born.Says("decent/birth", $"{change.Connection}", retain: true);
        };
        Assert.Equal("1", (await observer.Next()).Text());
        Signals.Send(Broker.ProcessId, Signals.Kill);
        string birth;
        do
            birth = (await observer.Next()).Text();
        while (birth == "1");
        Assert.Equal(born.Connection, int.Parse(birth, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task What_cannot_be_published_is_refused_on_the_spot()
    {
        await using var link = Make(Some.Link(Broker.Port));
        await link.Reaches(MqttLinkState.Connected);
        Assert.Equal(MqttPublishResult.Refused, await link.Says("decent/+/x", ""));
        Assert.Equal(MqttPublishResult.Refused, await link.Says("", ""));
        Assert.Equal(MqttPublishResult.Refused, await link.Says("decent/\0", ""));
        Assert.Equal(MqttPublishResult.TooLarge, await link.PublishAsync("decent/x", new byte[32769], MqttQos.AtLeastOnce, false, Cancel));
        Assert.Equal(1, link.Connection);
        Assert.Equal(MqttPublishResult.Refused, await link.Says("elsewhere/x", "outside the access rules"));
    }

    private protected static MqttLinkOptions With(MqttLinkOptions options, Func<int, MqttMessage?> willFor) => new()
    {
        Host = options.Host,
        Port = options.Port,
        ClientId = options.ClientId,
        UserName = options.UserName,
        Password = options.Password,
        ReconnectMinMs = options.ReconnectMinMs,
        ReconnectMaxMs = options.ReconnectMaxMs,
        WillFor = willFor,
    };
}
