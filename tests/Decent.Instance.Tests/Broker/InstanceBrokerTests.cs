using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Decent.Hosting.Identity;
using Decent.Instance.Broker;
using Decent.Instance.Tests.HomeAssistant;
using Decent.Mqtt;
using Decent.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests.Broker;

public sealed class InstanceBrokerTests
{
    [Fact]
    public async Task Credentials_are_all_that_a_node_needs()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        var credentials = await TestNode.EnrolAsync(daemon, "kitchen-pi");
        Assert.Equal(
            ["broker", "ca", "instance", "instanceKey", "mqttSecret", "name", "nodeId", "nodeKey"],
            credentials.EnumerateObject().Select(m => m.Name).Order());
        Assert.Equal(NodeId.Of("kitchen-pi").ToString(), credentials.GetProperty("nodeId").GetString());
        Assert.Equal(daemon.Get<InstanceBroker>().NodeAddress, credentials.GetProperty("broker").GetString());
        using var http = new HttpClient();
        Assert.Equal("ok", await http.GetStringAsync(credentials.GetProperty("instance").GetString() + "/healthz", Some.Ct));
        await using var node = await TestNode.ConnectAsync(credentials);
        Assert.Equal(MqttPublishResult.Sent, await node.BirthAsync());
    }

    [Fact]
    public async Task A_node_that_is_removed_is_refused_and_the_others_stay()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var stays = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "hall-board"));
        await using var goes = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "kitchen-pi"));
        var connection = stays.Bus.Connection;
        var refused = goes.Bus.WaitForAsync(MqttLinkState.Refused, Some.Ct);
        Assert.Equal(CliExit.Ok, (await daemon.CliAsync("nodes", "remove", "kitchen-pi")).Exit);
        await refused.WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        Assert.Equal(MqttPublishResult.Sent, await stays.BirthAsync());
        Assert.Equal(connection, stays.Bus.Connection);
    }

    [Fact]
    public async Task A_node_speaks_only_for_itself()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await TestNode.EnrolAsync(daemon, "hall-board");
        await using var node = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "kitchen-pi"));
        await using var ear = daemon.Get<InstanceBus>().Open("ear", inbox: 100, will: null);
        await ear.SubscribeAsync("decent/#", MqttQos.AtLeastOnce, Some.Ct);
        await ear.WaitForAsync(MqttLinkState.Connected, Some.Ct).WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        foreach (var topic in (string[])[
            Topics.Counters(NodeId.Of("hall-board").Branch, "hall-board"), Topics.Commands(node.Branch, node.Name), Topics.Manifest(0),
            Topics.Delta(0), Topics.Instance("test-instance")])
        {
            // Mosquitto 2.0.11 disconnects whoever it denies something, when its queues have no limit.
            Assert.Contains(await node.SayAsync(topic, "forged"u8.ToArray()), (MqttPublishResult[])[MqttPublishResult.Refused, MqttPublishResult.NotConnected]);
            await node.Bus.WaitForAsync(MqttLinkState.Connected, Some.Ct).WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        }
        while (await node.SayAsync(Topics.Counters(node.Branch, node.Name), "own"u8.ToArray()) != MqttPublishResult.Sent)
            await node.Bus.WaitForAsync(MqttLinkState.Connected, Some.Ct).WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        for (var last = ""; last != "own";)
        {
            var heard = await ear.Inbox.ReadAsync(Some.Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
            last = System.Text.Encoding.UTF8.GetString(heard.Payload.Span);
            Assert.NotEqual("forged", last);
        }
    }

    [Fact]
    public async Task Nodes_reach_the_broker_at_the_same_port_after_a_restart()
    {
        await using var daemon = await TestDaemon.StartAsync(new BrokerOptions { Listen = "127.0.0.1:0" });
        var credentials = await TestNode.EnrolAsync(daemon, "kitchen-pi");
        await daemon.RestartAsync();
        Assert.Equal(credentials.GetProperty("broker").GetString(), daemon.Get<InstanceBroker>().NodeAddress);
        await using var node = await TestNode.ConnectAsync(credentials);
        Assert.Equal(MqttPublishResult.Sent, await node.BirthAsync());
    }

    [Fact]
    public async Task What_the_instance_keeps_at_its_broker_is_there_again_after_the_broker_was_killed()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        var head = await daemon.PublishAsync("home/a", Some.Bytes(5000));
        string[] kept = [
            Topics.Manifest((byte)head.Id.Group), Topics.Instance("test-instance"),
            "decent/1/ha/test-instance/availability", "decent/1/ha/test-instance/state"];
        await using (var ear = Listen(daemon))
            await ear.UntilAsync(s => kept.All(s.ContainsKey));
        // Sooner than it saves what it keeps.
        using (var broker = System.Diagnostics.Process.GetProcessById(daemon.Get<InstanceBroker>().ProcessId!.Value))
        {
            broker.Kill();
            await broker.WaitForExitAsync(Some.Ct);
        }
        await using var link = daemon.Get<InstanceBus>().OpenAside("back", inbox: 1);
        await link.WaitForAsync(MqttLinkState.Connected, Some.Ct).WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        await using var again = Listen(daemon);
        await again.UntilAsync(s => kept.All(s.ContainsKey));
    }

    private static MosquittoSub Listen(TestDaemon daemon) => MosquittoSub.StartTopics(
        daemon.Get<InstanceBroker>().Address!.Port, BrokerRules.Owner, daemon.Get<BrokerSecret>().Text, "decent/1/#");

    [Fact]
    public async Task Status_and_health_show_the_broker()
    {
        await using var daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        await using var node = await TestNode.ConnectAsync(await TestNode.EnrolAsync(daemon, "kitchen-pi"));
        await node.HearsAsync(Topics.Instance("test-instance"));
        await node.NextAsync(m => m.Payload.Span.SequenceEqual("1"u8));
        using var status = JsonDocument.Parse((await daemon.CliAsync("status", "--json")).Out);
        var broker = status.RootElement.GetProperty("broker");
        Assert.Equal(daemon.Get<InstanceBroker>().NodeAddress, broker.GetProperty("address").GetString());
        Assert.Equal(daemon.Get<InstanceBroker>().ProcessId, broker.GetProperty("process").GetInt32());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz") { Headers = { { "Accept", "application/json" } } };
        using var answer = await daemon.Http.SendAsync(request, Some.Ct);
        using var health = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Some.Ct));
        Assert.Equal("ok", health.RootElement.GetProperty("status").GetString());
        Assert.Equal(1, health.RootElement.GetProperty("nodes").GetInt32());
        Assert.Equal(daemon.Get<InstanceBus>().State, health.RootElement.GetProperty("broker").GetString());
    }

    [Fact]
    public async Task Another_broker_is_used_by_its_url_and_carries_the_same_words()
    {
        using var folder = new TempFolder();
        await using var other = await MosquittoBroker.StartAsync(
            new MosquittoOptions
            {
                Folder = folder.At("other"), Acl = "user somebody\ntopic readwrite decent/#",
                Users = [MosquittoUser.WithPassword("somebody", "pass:word")],
            },
            TimeProvider.System, NullLogger.Instance, Some.Ct);
        await using var daemon = await TestDaemon.StartAsync(new BrokerOptions { External = $"mqtt://somebody:pass%3Aword@127.0.0.1:{other.Port}" });
        var credentials = await TestNode.EnrolAsync(daemon, "kitchen-pi");
        Assert.Equal($"127.0.0.1:{other.Port}", credentials.GetProperty("broker").GetString());
        await using var ear = MqttLinks.Create(
            new MqttLinkOptions { Host = "127.0.0.1", Port = other.Port, ClientId = "ear", UserName = "somebody", Password = "pass:word" },
            TimeProvider.System, NullLogger.Instance);
        await ear.SubscribeAsync(Topics.Instance("test-instance"), MqttQos.AtLeastOnce, Some.Ct);
        var word = await ear.Inbox.ReadAsync(Some.Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        Assert.Equal("1"u8.ToArray(), word.Payload.ToArray());
        Assert.Null(daemon.Get<InstanceBroker>().ProcessId);
    }

    [Fact]
    public async Task Another_broker_over_tls_with_the_printed_rules_serves_instance_and_nodes()
    {
        using var folder = new TempFolder();
        using var authority = BrokerAuthority.Open(folder.At("tls"), "other-broker", TimeProvider.System);
        authority.Renew(BrokerNames.Here(IPAddress.Loopback, []));
        var acl = (await CliAnswer.OfAsync("broker", "acl", "--user", "somebody", "--state", folder.At("none"))).Out;
        var own = MosquittoUser.WithPassword("somebody", "from a file");
        await using var other = await MosquittoBroker.StartAsync(
            new MosquittoOptions
            {
                Folder = folder.At("other"), Acl = acl, Users = [own],
                NodeListener = new MosquittoListener { CertificateFile = authority.ServerFile, KeyFile = authority.ServerFile },
            },
            TimeProvider.System, NullLogger.Instance, Some.Ct);
        await using var daemon = await TestDaemon.StartAsync(new BrokerOptions
        {
            External = $"mqtts://somebody@127.0.0.1:{other.NodePort}", ExternalCa = folder.At("tls/ca.pem"),
            PasswordFile = folder.Write("password", "from a file\n"u8.ToArray()),
        });
        var credentials = await TestNode.EnrolAsync(daemon, "kitchen-pi");
        Assert.Equal(authority.Trust.Pem, credentials.GetProperty("ca").GetString());
        await other.SetUsersAsync([own, MosquittoUser.WithPassword("kitchen-pi", credentials.GetProperty("mqttSecret").GetString()!)], Some.Ct);
        await using var node = await TestNode.ConnectAsync(credentials);
        await node.HearsAsync(Topics.Instance("+"));
        Assert.Equal("1"u8.ToArray(), (await node.NextAsync(_ => true)).Payload.ToArray());
        Assert.Equal(MqttPublishResult.Sent, await node.BirthAsync());
        Assert.Contains("remove the user kitchen-pi there too", (await daemon.CliAsync("nodes", "remove", "kitchen-pi")).Out);
    }

    [Theory]
    [InlineData("mqtts://host", null)]
    [InlineData("mqtt://host", "ca.pem")]
    [InlineData(null, "ca.pem")]
    public void Tls_to_another_broker_and_its_authority_go_together(string? url, string? ca) =>
        Assert.Contains("--broker-ca", new BrokerOptions { External = url, ExternalCa = ca }.Rule());

    [Fact]
    public async Task Without_mosquitto_the_instance_says_what_to_install()
    {
        var error = await Assert.ThrowsAsync<MqttSetupException>(
            () => TestDaemon.StartAsync(new BrokerOptions { Listen = "127.0.0.1:0", Executable = "no-such-mosquitto" }));
        Assert.Contains("apt install mosquitto", error.Message);
    }

    [Fact]
    public async Task A_taken_port_ends_the_start_with_one_sentence()
    {
        using var folder = new TempFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = taken.LocalEndpoint.ToString()!;
        var answer = await CliAnswer.OfAsync("run", "--state", folder.At("state"), "--listen", "127.0.0.1:0", "--mqtt", address);
        Assert.Equal(CliExit.Failed, answer.Exit);
        Assert.Contains($"Port {address.Split(':')[1]} is in use", answer.Error);
        Assert.Contains("--mqtt ADDRESS:PORT", answer.Error);
    }
}
