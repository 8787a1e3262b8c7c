using System.Buffers.Text;
using Decent.Instance.Enrolment;
using Decent.Instance.Index;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests.Enrolment;

public sealed class NodeRegistryTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<Ledger> _open = [];

    public void Dispose()
    {
        _open.ForEach(l => l.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public void A_new_node_gets_secrets_of_its_own_that_outlive_a_restart()
    {
        var registry = Open();
        Assert.Equal(AddOutcome.Added, registry.Add("kitchen-pi", out var first));
        Assert.Equal(AddOutcome.Added, registry.Add("hall-board", out var second));
        Assert.NotEqual(first!.MqttSecret, second!.MqttSecret);
        Assert.NotEqual(first.NodeKey, first.MqttSecret);
        Assert.Equal(32, Base64Url.DecodeFromChars(first.MqttSecret).Length);

        var again = Open();
        Assert.Equal([new BrokerUser("hall-board", second.MqttSecret), new BrokerUser("kitchen-pi", first.MqttSecret)], again.Users);
        Assert.True(again.TryGetKey("kitchen-pi", out var key));
        Assert.Equal(first.NodeKey, Base64Url.EncodeToString(key));
    }

    [Fact]
    public void Credentials_are_handed_out_once()
    {
        var registry = Open();
        registry.Add("kitchen-pi", out var first);
        Assert.Equal(AddOutcome.Exists, registry.Add("kitchen-pi", out var second));
        Assert.Null(second);
        Assert.Equal(first!.MqttSecret, Assert.Single(registry.Users).Secret);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("Kitchen")]
    [InlineData("kitchen pi")]
    [InlineData("a23456789012345678901234567890123")]
    [InlineData("")]
    public void Names_outside_the_rule_are_refused(string name)
    {
        var registry = Open();
        Assert.Equal(AddOutcome.BadName, registry.Add(name, out _));
        Assert.Empty(registry.Users);
    }

    [Fact]
    public void Those_who_feed_the_broker_hear_of_each_change_and_of_nothing_else()
    {
        var registry = Open();
        var heard = new List<int>();
        registry.Changed += () => heard.Add(registry.Users.Count);
        registry.Add("kitchen-pi", out _);
        registry.Add("kitchen-pi", out _);
        registry.Add("hall-board", out _);
        Assert.True(registry.Remove("kitchen-pi"));
        Assert.False(registry.Remove("kitchen-pi"));
        Assert.Equal([1, 2, 1], heard);
        Assert.False(registry.TryGetKey("kitchen-pi", out _));
    }

    [Fact]
    public void What_everybody_may_know_of_a_node_holds_no_secret()
    {
        var registry = Open();
        registry.Add("kitchen-pi", out _);
        Assert.True(registry.TryGetKey("kitchen-pi", out var key));
        var row = Assert.Single(registry.Nodes);
        Assert.Equal(32, row.Certification.Length);
        Assert.DoesNotContain(row.Certification, Convert.ToHexStringLower(key));
    }

    private NodeRegistry Open()
    {
        _open.Add(Ledger.Open(_folder.FullPath));
        return new NodeRegistry(_open[^1], new SettableTime(), NullLogger<NodeRegistry>.Instance);
    }
}
