using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Decent.Instance.Broker;
using Decent.Mqtt;
using Decent.Mqtt.Tests;
using Decent.Protocol;

namespace Decent.Instance.Tests.Broker;

/// <summary>Nodes reach the managed broker over TLS, verified by what their credentials say.</summary>
public sealed class BrokerTlsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static BrokerOptions Tls => new() { Listen = $"127.0.0.1:{FixedPorts.Next()}", Tls = true, StopTimeoutSeconds = 60 };

    [Fact]
    public async Task A_node_believes_its_broker_over_restarts_and_nobody_elses()
    {
        await using var daemon = await TestDaemon.StartAsync(Tls);
        var credentials = await TestNode.EnrolAsync(daemon, "kitchen-pi");
        await using (var node = await TestNode.ConnectAsync(credentials))
            Assert.Equal(MqttPublishResult.Sent, await node.BirthAsync());
        await daemon.RestartAsync();
        await using (var node = await TestNode.ConnectAsync(credentials))
            Assert.Equal(MqttPublishResult.Sent, await node.BirthAsync(connects: 2));
        using var folder = new TempFolder();
        using var other = BrokerAuthority.Open(folder.At("other"), "other-instance", TimeProvider.System);
        await using var deceived = TestNode.Open(With(credentials, "ca", other.Trust.Pem));
        await deceived.Bus.WaitForAsync(MqttLinkState.Disconnected, Some.Ct).WaitAsync(Patience, TimeProvider.System, Some.Ct);
        Assert.Contains("not issued by the authority", deceived.Bus.LastError);
    }

    [Fact]
    public async Task A_node_without_the_authority_gets_nowhere()
    {
        await using var daemon = await TestDaemon.StartAsync(Tls);
        await using var node = TestNode.Open(With(await TestNode.EnrolAsync(daemon, "kitchen-pi"), "ca", ""));
        var connected = node.Bus.WaitForAsync(MqttLinkState.Connected, Some.Ct);
        await node.Bus.WaitForAsync(MqttLinkState.Disconnected, Some.Ct).WaitAsync(Patience, TimeProvider.System, Some.Ct);
        Assert.False(connected.IsCompleted);
        Assert.NotNull(node.Bus.LastError);
        await node.Bus.DisposeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => connected);
    }

    [Fact]
    public async Task A_board_learns_broker_and_authority_at_its_start_and_its_record_names_none()
    {
        await using var daemon = await TestDaemon.StartAsync(Tls);
        var file = daemon.Folder.At("hall.config");
        await daemon.CliAsync("nodes", "add", "hall-board", "--board-config", file);
        var bytes = File.ReadAllBytes(file);
        var record = new BoardRecord();
        Assert.Equal(BoardFault.None, record.Read(bytes, bytes.Length));
        Assert.Equal("", record.Broker);
        using var answer = JsonDocument.Parse(
            await daemon.Http.GetStringAsync("/api/v1/bootstrap?node=hall-board&nonce=0123456789abcdef", Some.Ct));
        Assert.Equal(daemon.Get<InstanceBroker>().NodeAddress, answer.RootElement.GetProperty("broker").GetString());
        using var authority = BrokerAuthority.Open(daemon.Folder.At("state/broker/tls"), "test-instance", TimeProvider.System);
        Assert.Equal(Convert.ToHexStringLower(authority.Trust.Der), answer.RootElement.GetProperty("ca").GetString());
    }

    [Theory]
    [InlineData("127.0.0.1", null, false)]
    [InlineData("::1", null, false)]
    [InlineData("127.0.0.1", true, true)]
    [InlineData("192.168.1.2", null, true)]
    [InlineData("0.0.0.0", null, true)]
    [InlineData("0.0.0.0", false, false)]
    public void Beyond_this_machine_nodes_connect_over_tls(string listen, bool? wish, bool isTls) =>
        Assert.Equal(isTls, new BrokerOptions { Tls = wish }.IsTls(IPAddress.Parse(listen)));

    [Fact]
    public void The_port_is_the_registered_one_of_its_transport()
    {
        Assert.EndsWith($":{Limits.MqttPort}", new BrokerOptions().Listen);
        Assert.EndsWith($":{Limits.MqttTlsPort}", new BrokerOptions { Tls = true }.Listen);
    }

    private static JsonElement With(JsonElement credentials, string member, string value)
    {
        var changed = JsonNode.Parse(credentials.GetRawText())!;
        changed[member] = value;
        using var document = JsonDocument.Parse(changed.ToJsonString());
        return document.RootElement.Clone();
    }
}
