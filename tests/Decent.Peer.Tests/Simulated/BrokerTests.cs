using Decent.World;

namespace Decent.Peer.Tests.Simulated;

public sealed class BrokerTests
{
    private readonly WorldClock _clock = new();
    private readonly List<BusMessage> _heard = [];
    private readonly WorldBroker _broker;

    public BrokerTests() => _broker = new WorldBroker(_clock, new Rng(1));

    [Fact]
    public void A_retained_message_waits_for_its_subscriber_and_an_empty_one_removes_it()
    {
        WorldBusClient node = _broker.Connect("node", null, _ => { });
        node.Publish(new BusMessage("up/s", [1], 1, true));
        Listener("up/#");
        _clock.RunTo(100);
        Assert.True(Assert.Single(_heard).Retain);
        node.Publish(new BusMessage("up/s", [], 1, true));
        Assert.Equal(0, _broker.Retained);
    }

    [Fact]
    public void A_will_is_published_when_a_node_vanishes_and_not_when_it_says_goodbye()
    {
        Listener("+/s");
        _broker.Connect("polite", new BusMessage("polite/s", [1]), _ => { }).Close();
        _broker.Connect("lost", new BusMessage("lost/s", [2]), _ => { }).Drop();
        _clock.RunTo(100);
        Assert.Equal("lost/s", Assert.Single(_heard).Topic);
    }

    [Fact]
    public void A_second_connection_of_the_same_node_throws_the_first_out()
    {
        Listener("#");
        WorldBusClient first = _broker.Connect("node", new BusMessage("node/s", [1]), _ => { });
        WorldBusClient second = _broker.Connect("node", null, _ => { });
        _clock.RunTo(100);
        Assert.False(first.IsConnected);
        Assert.True(second.Publish(new BusMessage("x", [])));
        Assert.False(first.Publish(new BusMessage("x", [])));
        Assert.Equal("node/s", Assert.Single(_heard).Topic);
    }

    [Fact]
    public void Quality_one_may_come_twice_and_quality_nought_not_at_all()
    {
        _broker.DuplicatePercent = 100;
        _broker.LossPercent = 100;
        Listener("#");
        WorldBusClient node = _broker.Connect("node", null, _ => { });
        node.Publish(new BusMessage("once", [], 1));
        node.Publish(new BusMessage("lost", []));
        _clock.RunTo(100);
        Assert.Equal(["once", "once"], _heard.Select(message => message.Topic));
    }

    [Theory]
    [InlineData("a/+/c", "a/b/c", true)]
    [InlineData("a/+", "a/b/c", false)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/b/c", true)]
    [InlineData("a/b", "a/b/c", false)]
    [InlineData("a/b/c", "a/b", false)]
    public void Filters_match_as_the_standard_says(string filter, string topic, bool matches) =>
        Assert.Equal(matches, TopicFilter.Matches(filter, topic));

    private void Listener(string filter) => _broker.Connect("listener", null, _heard.Add).Subscribe(filter);
}
