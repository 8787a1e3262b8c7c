namespace Decent.Mqtt.Tests;

/// <summary>Who may connect and who may do what, under the product's own rules.</summary>
public sealed class MosquittoAccessTests : BrokerTest
{
    [Fact]
    public async Task A_node_writes_below_its_own_up_and_nowhere_else()
    {
        await using var node = Make(Some.NodeLink(Broker.Port, "node-a"));
        await node.Reaches(MqttLinkState.Connected);
        Assert.Equal(MqttPublishResult.Sent, await node.Says("decent/1/0a/node-a/up/c", ""));
        string[] forbidden = ["decent/1/0a/node-b/up/c", "decent/1/0a/node-a/dn/c", "decent/1/all/m/00", "decent/1/full/x/s"];
        foreach (var topic in forbidden)
            Assert.Equal(MqttPublishResult.Refused, await AnswerAsync(node, topic));
    }

    [Fact]
    public async Task A_node_that_asks_for_everything_hears_only_what_is_meant_for_it()
    {
        await using var node = Make(Some.NodeLink(Broker.Port, "node-a"));
        await using var full = Make(Some.Link(Broker.Port));
        await node.Reaches(MqttLinkState.Connected);
        await full.Reaches(MqttLinkState.Connected);
        await node.Hears("#");
        string[] foreign = ["decent/1/0b/node-b/dn/c", "decent/1/0b/node-b/up/s", "decent/1/0a/node-a/up/c", "decent/ha/x"];
        string[] own = ["decent/1/0a/node-a/dn/c", "decent/1/0a/node-a/up/s", "decent/1/all/m/00", "decent/1/full/here/s"];
        foreach (var topic in foreign.Concat(own))
            Assert.Equal(MqttPublishResult.Sent, await full.Says(topic, "x"));
        foreach (var topic in own)
            Assert.Equal(topic, (await node.Next()).Topic);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_retried_until_the_user_is_there()
    {
        await using var stranger = Make(Some.NodeLink(Broker.Port, "node-z"));
        await stranger.Reaches(MqttLinkState.Refused);
        Assert.Contains("refused", stranger.LastError, StringComparison.Ordinal);
        await Broker.SetUsersAsync([Some.User("full"), Some.User("node-z")], Cancel);
        await stranger.Reaches(MqttLinkState.Connected);
    }

    [Fact]
    public async Task A_removed_user_is_disconnected_and_nobody_else_notices()
    {
        await using var stays = Make(Some.NodeLink(Broker.Port, "node-a"));
        await using var goes = Make(Some.NodeLink(Broker.Port, "node-b"));
        await stays.Reaches(MqttLinkState.Connected);
        await goes.Reaches(MqttLinkState.Connected);
        var refused = goes.Reaches(MqttLinkState.Refused);
        await Broker.SetUsersAsync([Some.User("full"), Some.User("node-a")], Cancel);
        await refused;
        Assert.Equal(MqttPublishResult.Sent, await stays.Says("decent/1/0a/node-a/up/c", ""));
        Assert.Equal(1, stays.Connection);
    }

    [Fact]
    public async Task A_user_whose_name_could_forge_a_line_changes_nothing()
    {
        var forged = new MosquittoUser("node-c:x\nfull", Some.User("x").PasswordHash);
        await Assert.ThrowsAsync<ArgumentException>(() => Broker.SetUsersAsync([forged], Cancel));
        Assert.False(new MosquittoUser("node-c", "$7$1$a$b\nroot:$7$1$a$b").IsValid);
        await using var full = Make(Some.Link(Broker.Port));
        await full.Reaches(MqttLinkState.Connected);
    }

    /// <summary>
    /// Mosquitto 2.0.11 refuses and then disconnects (with unlimited queues it counts none as too many); later ones only refuse.
    /// </summary>
    private static async Task<MqttPublishResult> AnswerAsync(IMqttLink link, string topic)
    {
        MqttPublishResult result;
        do
        {
            await link.Reaches(MqttLinkState.Connected);
            result = await link.Says(topic, "");
        }
        while (result == MqttPublishResult.NotConnected);
        return result;
    }

    private static IMqttLink Make(MqttLinkOptions options) => MqttLinks.Create(options, TimeProvider.System, new EventLog());
}
