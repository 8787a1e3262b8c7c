using Decent.Instance.Broker;

namespace Decent.Instance.Tests.Broker;

public sealed class BrokerOptionsTests
{
    [Fact]
    public void A_broker_is_named_by_a_url_with_its_secret_escaped()
    {
        Assert.True(BusAddress.TryParse("mqtt://de%40cent:p%3Aw%2F1@broker.example:8883", out var address));
        Assert.Equal(new BusAddress("broker.example", 8883, "de@cent", "p:w/1"), address);
        Assert.Equal("broker.example:8883", address.ToString());
        Assert.True(BusAddress.TryParse("mqtt://10.0.0.1", out var plain));
        Assert.Equal(new BusAddress("10.0.0.1", 1883, null, null), plain);
    }

    [Theory]
    [InlineData("http://user:hidden@broker")]
    [InlineData("mqtt://user:hidden@broker/path")]
    [InlineData("broker:1883")]
    [InlineData("")]
    public void A_url_that_is_no_broker_is_refused_without_showing_its_password(string url)
    {
        var rule = new BrokerOptions { External = url }.Rule();
        Assert.Contains("mqtt://user:password@host:port", rule);
        Assert.DoesNotContain("hidden", rule);
    }

    [Fact]
    public void A_name_longer_than_a_board_reads_is_refused()
    {
        var label = new string('a', 48) + ".";
        var host = string.Concat(Enumerable.Repeat(label, 4))[..^1];
        Assert.Null(new BrokerOptions { External = $"mqtt://{host}:1883" }.Rule());
        Assert.Contains("at most 200 characters", new BrokerOptions { External = $"mqtt://user:hidden@{host}.{host[..10]}:1883" }.Rule());
        Assert.DoesNotContain("hidden", new BrokerOptions { External = $"mqtt://user:hidden@{host}.{host[..10]}:1883" }.Rule());
    }

    [Theory]
    [InlineData("1883")]
    [InlineData("localhost:1883")]
    [InlineData("127.0.0.1")]
    public void A_listener_needs_address_and_port(string listen) =>
        Assert.Contains("ADDRESS:PORT", new BrokerOptions { Listen = listen }.Rule());
}
