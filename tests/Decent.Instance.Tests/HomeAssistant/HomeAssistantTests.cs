using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Decent.Instance.Broker;
using Decent.Mqtt;
using Decent.Protocol.Frames;

namespace Decent.Instance.Tests.HomeAssistant;

public sealed class HomeAssistantTests : IAsyncLifetime
{
    private const string Board = "decent/1/ha/hall-board/";
    private TestDaemon _daemon = null!;
    private MosquittoSub _ear = null!;

    public async ValueTask InitializeAsync()
    {
        _daemon = await TestDaemon.StartAsync(TestDaemon.Managed);
        _ear = Listen();
    }

    public async ValueTask DisposeAsync()
    {
        await _ear.DisposeAsync();
        await _daemon.DisposeAsync();
    }

    [Fact]
    public async Task Every_node_that_was_heard_is_published_by_the_rules()
    {
        await using var board = await BornAsync("hall-board", Birth.KindBoard);
        await using var edge = await BornAsync("kitchen-pi", Birth.KindEdge);
        await board.CountersAsync(403_200);
        await _ear.UntilAsync(s => Configs(s) == 3 && State(s, "hall-board")?["bytes_served"]?.GetValue<long>() == 403_200
            && s.ContainsKey("decent/1/ha/kitchen-pi/update")
            && s.ContainsKey(Board + "availability") && s.ContainsKey("decent/1/ha/kitchen-pi/availability"));
        var rules = new DiscoveryRules(_ear.Seen);
        foreach (var (topic, payload) in _ear.Seen.Where(m => m.Key.EndsWith("/config", StringComparison.Ordinal)))
            Assert.Empty(rules.Check(topic, payload));
        Assert.Equal(100, State(_ear.Seen, "hall-board")!["blocks_served"]!.GetValue<long>());
        Assert.Equal(13 * 4032, State(_ear.Seen, "hall-board")!["cache_used"]!.GetValue<long>());
        Assert.Equal(2_000_000_000, State(_ear.Seen, "kitchen-pi")!["cache_limit"]!.GetValue<long>());
        Assert.Equal("ON", State(_ear.Seen, "kitchen-pi")!["power"]!.GetValue<string>());
        Assert.Equal("online", _ear.Seen[Board + "availability"]);
    }

    [Fact]
    public async Task A_battery_is_shown_once_a_gauge_measures_it_and_only_then()
    {
        await using var edge = await BornAsync("kitchen-pi", Birth.KindEdge);
        await edge.CountersAsync(0);
        await _ear.UntilAsync(s => Configs(s) == 2 && State(s, "kitchen-pi")?["battery"]?.GetValue<string>() == "None");
        Assert.DoesNotContain("battery", _ear.Seen[ConfigOf("kitchen-pi")], StringComparison.Ordinal);
        await edge.BatteryAsync(87, 8123, -1450, losses: 3);
        await _ear.UntilAsync(s => State(s, "kitchen-pi")!["power_losses"]!.GetValue<int>() == 3);
        var state = State(_ear.Seen, "kitchen-pi")!;
        Assert.Equal(
            (87, 8.123m, -1.45m),
            (state["battery"]!.GetValue<int>(), state["battery_voltage"]!.GetValue<decimal>(), state["battery_current"]!.GetValue<decimal>()));
        var topic = ConfigOf("kitchen-pi");
        Assert.Empty(new DiscoveryRules(_ear.Seen).Check(topic, _ear.Seen[topic]));
        var components = JsonNode.Parse(_ear.Seen[topic])!["components"]!.AsObject();
        Assert.All((string[])["battery", "battery_voltage", "battery_current", "power_losses"], key => Assert.True(components.ContainsKey(key), key));
        using var listed = JsonDocument.Parse((await _daemon.CliAsync("nodes", "--json")).Out);
        var node = listed.RootElement[0];
        Assert.Equal(
            (87, 8123, -1450, 38, 3),
            (node.GetProperty("battery").GetProperty("percent").GetInt32(), node.GetProperty("battery").GetProperty("millivolt").GetInt32(),
                node.GetProperty("battery").GetProperty("milliampere").GetInt32(), node.GetProperty("worstSealMs").GetInt32(),
                node.GetProperty("counters").GetProperty("powerLosses").GetInt32()));
    }

    [Theory]
    [InlineData("an id that is ignored", "object_id")]
    [InlineData("an abbreviation at the root", "~")]
    [InlineData("a unit that is none", "KB")]
    [InlineData("a unit that is missing", "no unit")]
    [InlineData("a time without a zone", "zone")]
    [InlineData("a sensor among the settings", "config")]
    [InlineData("an id that is there twice", "twice")]
    [InlineData("an id that is missing", "no id")]
    [InlineData("no origin", "origin")]
    [InlineData("no device", "device")]
    [InlineData("an id of another domain", "domain")]
    [InlineData("a template that finds nothing", "template")]
    [InlineData("a wildcard where something is published", "wildcard")]
    [InlineData("a button without a topic", "button")]
    [InlineData("energy that is measured", "energy")]
    [InlineData("a node that hides behind a live instance", "latest")]
    [InlineData("a connection that becomes unavailable", "connected")]
    [InlineData("an unknown class", "class")]
    [InlineData("text where a number belongs", "text")]
    public async Task A_message_that_breaks_a_rule_is_caught(string rule, string mutation)
    {
        await using var board = await BornAsync("hall-board", Birth.KindBoard);
        await _ear.UntilAsync(s => State(s, "hall-board") is not null && s.ContainsKey(Board + "availability") && Configs(s) == 2);
        var (topic, payload) = _ear.Seen.Single(m => m.Key.EndsWith("/config", StringComparison.Ordinal) && m.Value.Contains("hall-board"));
        var retained = _ear.Seen.ToDictionary();
        Assert.Empty(new DiscoveryRules(retained).Check(topic, payload));
        var root = JsonNode.Parse(payload)!.AsObject();
        Mutate(root, root["components"]!.AsObject(), retained, mutation);
        Assert.True(new DiscoveryRules(retained).Check(topic, root.ToJsonString()).Count > 0, rule);
    }

    [Fact]
    public async Task A_press_becomes_a_signed_command_and_a_retained_one_does_not()
    {
        await using var board = await BornAsync("hall-board", Birth.KindBoard);
        await board.HearsAsync(board.CommandsTopic);
        await _ear.UntilAsync(s => s.GetValueOrDefault(Board + "availability") == "online");
        await using var person = await PersonAsync();
        await person.PublishAsync(Board + "cmd/restart", "PRESS"u8.ToArray(), MqttQos.AtLeastOnce, retain: false, Some.Ct);
        Assert.Equal(Command.VerbRestart, (await board.CommandAsync()).Verb);
        await person.PublishAsync(Board + "cmd/evict", "PRESS"u8.ToArray(), MqttQos.AtLeastOnce, retain: false, Some.Ct);
        await person.PublishAsync(Board + "cmd/identify", "PRESS"u8.ToArray(), MqttQos.AtLeastOnce, retain: false, Some.Ct);
        var identify = await board.CommandAsync();
        Assert.Equal((Command.VerbIdentify, 10u), (identify.Verb, identify.Value));
    }

    [Fact]
    public async Task A_device_that_a_person_deletes_stays_away_until_it_is_wanted_again()
    {
        await using var board = await BornAsync("hall-board", Birth.KindBoard);
        await _ear.UntilAsync(s => Configs(s) == 2 && State(s, "hall-board") is not null);
        var topic = ConfigOf("hall-board");
        await using var person = await PersonAsync();
        await person.PublishAsync(topic, ReadOnlyMemory<byte>.Empty, MqttQos.AtLeastOnce, retain: true, Some.Ct);
        await _ear.UntilAsync(s => Configs(s) == 1 && !s.ContainsKey(Board + "state") && !s.ContainsKey(Board + "availability"));
        await board.BirthAsync(connects: 2, kind: Birth.KindBoard);
        await using var edge = await BornAsync("kitchen-pi", Birth.KindEdge);
        await _ear.UntilAsync(s => State(s, "kitchen-pi") is not null);
        Assert.False(_ear.Seen.ContainsKey(topic));
        Assert.Contains("hall-board\thidden\t", (await _daemon.CliAsync("home-assistant")).Out);
        Assert.Equal(CliExit.Ok, (await _daemon.CliAsync("home-assistant", "show", "hall-board")).Exit);
        using var listed = JsonDocument.Parse((await _daemon.CliAsync("home-assistant", "--json")).Out);
        Assert.Equal(
            ["hall-board True", "kitchen-pi True"],
            listed.RootElement.EnumerateArray().Select(n => $"{n.GetProperty("name").GetString()} {n.GetProperty("shown").GetBoolean()}"));
        await _ear.UntilAsync(s => s.ContainsKey(topic));
        Assert.Contains("never shown", (await _daemon.CliAsync("home-assistant", "show", "cellar-board")).Error);
    }

    [Fact]
    public async Task When_Home_Assistant_starts_all_is_said_again()
    {
        await using var board = await BornAsync("hall-board", Birth.KindBoard);
        await _ear.UntilAsync(s => Configs(s) == 2 && State(s, "hall-board") is not null);
        await using var person = await PersonAsync();
        var heard = 0;
        await person.SubscribeAsync(ConfigOf("hall-board"), MqttQos.AtLeastOnce, Some.Ct);
        await person.PublishAsync("homeassistant/status", "online"u8.ToArray(), MqttQos.AtLeastOnce, retain: false, Some.Ct);
        await foreach (var message in person.Inbox.ReadAllAsync(Some.Ct))
        {
            heard += message.Retain ? 0 : 1;
            if (heard == 1)
                break;
        }
        Assert.Equal(1, heard);
    }

    [Fact]
    public async Task Everything_of_a_node_goes_with_it_even_if_the_instance_was_away()
    {
        await using (await BornAsync("hall-board", Birth.KindBoard))
            await _ear.UntilAsync(s => Configs(s) == 2 && s.ContainsKey(Board + "update") && s.ContainsKey(Board + "availability"));
        await _ear.DisposeAsync();
        await _daemon.CliAsync("nodes", "remove", "hall-board");
        await _daemon.RestartAsync();
        _ear = Listen();
        await _ear.UntilAsync(s => Configs(s) == 1 && s.GetValueOrDefault("decent/1/ha/test-instance/availability") == "online"
            && !s.Keys.Any(k => k.Contains("hall-board")));
    }

    [Fact]
    public async Task A_node_and_an_instance_that_go_are_said_to_be_offline()
    {
        var board = await BornAsync("hall-board", Birth.KindBoard);
        await _ear.UntilAsync(s => s.GetValueOrDefault(Board + "availability") == "online");
        await board.Bus.DisposeAsync();
        await _ear.UntilAsync(s => s.GetValueOrDefault(Board + "availability") == "offline");
        Assert.Equal("None", State(_ear.Seen, "hall-board")!["power"]!.GetValue<string>());
    }

    private static void Mutate(JsonObject root, JsonObject components, Dictionary<string, string> retained, string mutation)
    {
        var served = components["bytes_served"]!;
        _ = mutation switch
        {
            "object_id" => served["object_id"] = "x",
            "~" => root["~"] = "decent",
            "KB" => served["unit_of_measurement"] = "KB",
            "no unit" => served.AsObject().Remove("unit_of_measurement") ? null : throw new InvalidOperationException(),
            "zone" => retained[Board + "state"] = retained[Board + "state"].Replace("+00:00", ""),
            "config" => served["entity_category"] = "config",
            "twice" => served["unique_id"] = components["avasc"]!["unique_id"]!.GetValue<string>(),
            "no id" => served["unique_id"] = "",
            "origin" => root["origin"] = new JsonObject(),
            "device" => root["device"] = new JsonObject { ["name"] = "x" },
            "domain" => served["default_entity_id"] = "switch.x",
            "template" => served["value_template"] = "{{ value_json.none }}",
            "wildcard" => components["restart"]!["command_topic"] = "decent/+/cmd",
            "button" => components["restart"]!.AsObject().Remove("command_topic") ? null : throw new InvalidOperationException(),
            "energy" => Energy(served),
            "latest" => root["availability_mode"] = "latest",
            "connected" => components["connected"]!["availability"] = new JsonArray(new JsonObject { ["topic"] = Board + "availability" }),
            "class" => served["device_class"] = "bytes",
            _ => retained[Board + "state"] = retained[Board + "state"].Replace("\"bytes_served\":0", "\"bytes_served\":\"many\""),
        };
    }

    private static JsonNode Energy(JsonNode sensor)
    {
        (sensor["device_class"], sensor["unit_of_measurement"], sensor["state_class"]) = ("energy", "Wh", "measurement");
        return sensor;
    }

    private static int Configs(IReadOnlyDictionary<string, string> seen) => seen.Keys.Count(k => k.EndsWith("/config", StringComparison.Ordinal));

    private static JsonNode? State(IReadOnlyDictionary<string, string> seen, string node) =>
        seen.TryGetValue($"decent/1/ha/{node}/state", out var text) ? JsonNode.Parse(text) : null;

    private string ConfigOf(string name) => _ear.Seen.Single(m => m.Key.EndsWith("/config", StringComparison.Ordinal)
        && m.Value.Contains($"\"name\":\"{name}\"")).Key;

    private MosquittoSub Listen() => MosquittoSub.Start(
        _daemon.Get<InstanceBroker>().Address!.Port, "decent.instance", _daemon.Get<BrokerSecret>().Text, "homeassistant/#", "decent/1/ha/#");

    private async Task<IMqttLink> PersonAsync()
    {
        var link = _daemon.Get<InstanceBus>().OpenAside("person", 100);
        await link.WaitForAsync(MqttLinkState.Connected, Some.Ct);
        return link;
    }

    private async Task<TestNode> BornAsync(string name, byte kind)
    {
        var node = await TestNode.ConnectAsync(await TestNode.EnrolAsync(_daemon, name));
        await node.BirthAsync(kind: kind);
        return node;
    }
}
