using System.Net;
using System.Text.Json;
using Decent.Instance.Broker;
using Decent.Instance.Tests.HomeAssistant;
using Decent.Mqtt;

namespace Decent.Instance.Tests.Accounts;

/// <summary>What each role may read and write, tried with the tools that people use.</summary>
public sealed class AccountTests : IAsyncLifetime
{
    private const string Mark = "decent/1/full/mark/s";
    private TestDaemon _daemon = null!;
    private IMqttLink _owner = null!;

    private int Port => IPEndPoint.Parse(_daemon.Get<InstanceBroker>().NodeAddress).Port;

    public async ValueTask InitializeAsync()
    {
        _daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        _owner = _daemon.Get<InstanceBus>().OpenAside("owner", inbox: 1000);
        await _owner.WaitForAsync(MqttLinkState.Connected, Some.Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _owner.DisposeAsync();
        await _daemon.DisposeAsync();
    }

    [Theory]
    [InlineData("watcher",
        "decent/1/83/kitchen-pi/up/s", "decent/1/83/kitchen-pi/up/k", "decent/1/all/m/00", "decent/1/full/x/s", "decent/1/ha/kitchen-pi/state")]
    [InlineData("home-assistant", "homeassistant/device/x/config", "decent/1/ha/kitchen-pi/state", "decent/1/ha/kitchen-pi/availability")]
    public async Task A_role_hears_what_it_may_and_nothing_else(string role, params string[] heard)
    {
        string[] all = [
            "decent/1/83/kitchen-pi/up/s", "decent/1/83/kitchen-pi/up/k", "decent/1/83/kitchen-pi/dn/c", "decent/1/all/m/00", "decent/1/full/x/s",
            "decent/1/ha/kitchen-pi/state", "decent/1/ha/kitchen-pi/availability", "homeassistant/device/x/config", "decent/2/x"];
        var expected = all.Where(t => heard.Contains(t) || (role == "watcher" && t.StartsWith("decent/1/ha/", StringComparison.Ordinal))).ToHashSet();
        var (user, password) = await AddAsync("anna", role);
        foreach (var topic in all)
            await OwnerSaysAsync(topic, retain: true);
        await using var ear = MosquittoSub.StartTopics(Port, user, password, "decent/#", "homeassistant/#", "$SYS/#");
        await ear.UntilAsync(s => expected.All(s.ContainsKey));
        // Behind all that was kept; a role that hears no mark hears the last of its own again.
        var last = role == "watcher" ? Mark : "decent/1/ha/mark/state";
        await OwnerSaysAsync("decent/1/83/kitchen-pi/dn/c", retain: false);
        await OwnerSaysAsync(last, retain: false);
        await ear.UntilAsync(s => s.ContainsKey(last));
        Assert.Equal(expected.Append(last).Order(), ear.Seen.Keys.Where(IsOurs).Order());
    }

    [Theory]
    [InlineData("watcher", "")]
    [InlineData("home-assistant", "homeassistant/device/y/config decent/1/ha/kitchen-pi/cmd/restart")]
    public async Task A_role_says_what_it_may_and_nothing_else(string role, string may)
    {
        var (user, password) = await AddAsync("anna", role);
        await _owner.SubscribeAsync("decent/#", MqttQos.AtLeastOnce, Some.Ct);
        await _owner.SubscribeAsync("homeassistant/#", MqttQos.AtLeastOnce, Some.Ct);
        string[] all = [
            "homeassistant/device/y/config", "decent/1/ha/kitchen-pi/cmd/restart", "decent/1/ha/kitchen-pi/state", "decent/1/83/kitchen-pi/dn/c",
            "decent/1/83/kitchen-pi/up/s", $"decent/1/83/{user}/up/s", $"decent/1/ha/{user}/up/s", "decent/1/all/d/00", Mark];
        foreach (var topic in all)
            await MosquittoPub.SayAsync(Port, user, password, topic, "from anna");
        await OwnerSaysAsync(Mark, retain: false);
        var heard = new List<string>();
        for (var message = await NextAsync(); message.Topic != Mark; message = await NextAsync())
            if (message.Payload.Span.SequenceEqual("from anna"u8))
                heard.Add(message.Topic);
        Assert.Equal(may.Split(' ', StringSplitOptions.RemoveEmptyEntries), heard);
    }

    [Fact]
    public async Task An_account_that_is_removed_is_out_at_once_and_the_nodes_notice_nothing()
    {
        await using var node = await TestNode.ConnectAsync(await TestNode.EnrolAsync(_daemon, "kitchen-pi"));
        var connection = node.Bus.Connection;
        var (user, password) = await AddAsync("anna", "watcher");
        await using var link = MqttLinks.Create(
            new MqttLinkOptions { Host = "127.0.0.1", Port = Port, ClientId = "any", UserName = user, Password = password, ReconnectMinMs = 50 },
            TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        await link.WaitForAsync(MqttLinkState.Connected, Some.Ct).WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        var refused = link.WaitForAsync(MqttLinkState.Refused, Some.Ct);
        Assert.Equal($"anna\twatcher\t{user}\t", (await _daemon.CliAsync("accounts", "list")).Out[..$"anna\twatcher\t{user}\t".Length]);
        Assert.Equal(CliExit.Ok, (await _daemon.CliAsync("accounts", "remove", "anna")).Exit);
        await refused.WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        Assert.Equal("[]", (await _daemon.CliAsync("accounts", "list", "--json")).Out.Trim());
        Assert.Equal(connection, node.Bus.Connection);
    }

    [Fact]
    public async Task Accounts_outlive_a_restart_and_are_refused_by_what_they_break()
    {
        var (user, password) = await AddAsync("anna", "watcher");
        Assert.Contains("not shown twice", (await _daemon.CliAsync("accounts", "add", "anna", "--role", "watcher")).Error);
        Assert.Contains("watcher or home-assistant", (await _daemon.CliAsync("accounts", "add", "hans", "--role", "root")).Error);
        Assert.Contains("4 to 32", (await _daemon.CliAsync("accounts", "add", "A", "--role", "watcher")).Error);
        Assert.Contains("no account hans", (await _daemon.CliAsync("accounts", "remove", "hans")).Error);
        // A node may have the name of an account: at the broker they are two.
        await TestNode.EnrolAsync(_daemon, "anna");
        await _owner.DisposeAsync();
        await _daemon.RestartAsync();
        await using var ear = MosquittoSub.StartTopics(Port, user, password, "decent/1/full/#");
        await ear.UntilAsync(s => s.ContainsKey("decent/1/full/test-instance/s"));
    }

    [Fact]
    public async Task Without_a_broker_of_its_own_an_instance_makes_no_accounts()
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Contains("manages no broker", (await daemon.CliAsync("accounts", "add", "anna", "--role", "watcher")).Error);
    }

    /// <summary>Not what the instance keeps there by itself.</summary>
    private static bool IsOurs(string topic) => !topic.Contains("test-instance")
        && (!topic.StartsWith("homeassistant/device/", StringComparison.Ordinal) || topic.EndsWith("/x/config", StringComparison.Ordinal))
        && (!topic.StartsWith("decent/1/all/m/", StringComparison.Ordinal) || topic.EndsWith("/00", StringComparison.Ordinal));

    private async Task<(string User, string Password)> AddAsync(string name, string role)
    {
        var answer = await _daemon.CliAsync("accounts", "add", name, "--role", role);
        Assert.Equal("", answer.Error);
        using var json = JsonDocument.Parse(answer.Out);
        return (json.RootElement.GetProperty("user").GetString()!, json.RootElement.GetProperty("password").GetString()!);
    }

    private async Task OwnerSaysAsync(string topic, bool retain) =>
        Assert.Equal(MqttPublishResult.Sent, await _owner.PublishAsync(topic, "x"u8.ToArray(), MqttQos.AtLeastOnce, retain, Some.Ct));

    private async Task<MqttMessage> NextAsync() =>
        await _owner.Inbox.ReadAsync(Some.Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
}
