using System.Globalization;
using System.Text.RegularExpressions;
using System.Text.Json.Nodes;

namespace Decent.Instance.Tests.HomeAssistant;

/// <summary>
/// The rules of Home Assistant's MQTT device discovery as far as we use them, from its documentation of 2026.9: allowed members, what each platform
/// needs, which unit and state class go with a class, and that every template finds its member with a value of the right kind. It is our reading of the
/// rules, not Home Assistant.
/// </summary>
internal sealed partial class DiscoveryRules(IReadOnlyDictionary<string, string> retained)
{
    private static readonly string[] RootMembers =
    [
        "device", "origin", "components", "availability", "availability_topic", "availability_mode", "availability_template", "payload_available",
        "payload_not_available", "state_topic", "command_topic", "qos", "encoding", "message_expiry_interval",
    ];

    private static readonly string[] DeviceMembers =
    [
        "identifiers", "connections", "name", "manufacturer", "model", "model_id", "serial_number", "hw_version", "sw_version", "configuration_url",
        "suggested_area", "via_device",
    ];

    private static readonly string[] ComponentMembers =
    [
        "platform", "unique_id", "name", "default_entity_id", "icon", "entity_category", "enabled_by_default", "visible_by_default", "device_class",
        "unit_of_measurement", "state_class", "state_topic", "command_topic", "value_template", "payload_on", "payload_off", "payload_press",
        "availability", "availability_mode", "availability_topic", "json_attributes_topic", "json_attributes_template", "expire_after", "qos", "options",
    ];

    private static readonly Dictionary<string, string[]> Units = new()
    {
        ["data_size"] = ["B", "kB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB"], ["data_rate"] = ["B/s", "kB/s", "MB/s", "KiB/s", "MiB/s"],
        ["energy"] = ["J", "kJ", "mWh", "Wh", "kWh"], ["battery"] = ["%"], ["voltage"] = ["mV", "V"], ["current"] = ["mA", "A"],
        ["signal_strength"] = ["dBm"], ["timestamp"] = [],
    };

    private static readonly Dictionary<string, string[]> Classes = new()
    {
        ["binary_sensor"] = ["connectivity", "problem", "power", "battery", "running", "update"], ["button"] = ["restart", "identify", "update"],
        ["update"] = ["firmware"], ["sensor"] = [.. Units.Keys, "enum", "power"],
    };

    private readonly List<string> _broken = [];
    private readonly HashSet<string> _uniqueIds = [];

    /// <summary>The rules that this discovery message breaks; empty when it is good.</summary>
    public IReadOnlyList<string> Check(string topic, string payload)
    {
        _broken.Clear();
        Must(ConfigTopic().IsMatch(topic), $"'{topic}' is no discovery topic");
        if (JsonNode.Parse(payload) is not JsonObject root)
            return ["the payload is no object"];
        Only(root, RootMembers, "root");
        CheckDevice(root);
        if (root["components"] is not JsonObject { Count: > 0 } components)
            return [.. _broken, "there are no components"];
        foreach (var (key, component) in components)
            CheckComponent(key, component!.AsObject(), root);
        return _broken;
    }

    private void CheckDevice(JsonObject root)
    {
        if (root["device"] is not JsonObject device)
        {
            _broken.Add("there is no device");
            return;
        }
        Only(device, DeviceMembers, "device");
        Must(device["identifiers"] is JsonArray { Count: > 0 } || device["connections"] is JsonArray { Count: > 0 }, "the device has no identifiers");
        Must(device["configuration_url"] is not { } url || url.GetValue<string>().StartsWith("http", StringComparison.Ordinal),
            "configuration_url is no address");
        Must(root["origin"]?["name"] is not null, "there is no origin with a name");
    }

    private void CheckComponent(string key, JsonObject component, JsonObject root)
    {
        Only(component, ComponentMembers, key);
        var platform = Text(component, "platform");
        Must(platform is "sensor" or "binary_sensor" or "button" or "update", $"{key} has the platform {platform}");
        Must(Text(component, "unique_id") is { Length: > 0 } id && _uniqueIds.Add(id), $"{key} has no unique id of its own");
        Must(Text(component, "default_entity_id") is not { } entity || entity.StartsWith(platform + ".", StringComparison.Ordinal),
            $"{key} has an id of another domain");
        var category = Text(component, "entity_category");
        Must(category is null or "diagnostic" || (category == "config" && platform is "button"), $"{key} cannot be of the category {category}");
        var deviceClass = Text(component, "device_class");
        Must(deviceClass is null || Classes.GetValueOrDefault(platform ?? "", []).Contains(deviceClass), $"{platform} {key} has no class {deviceClass}");
        foreach (var member in component.Where(m => m.Key.EndsWith("_topic", StringComparison.Ordinal)))
            Must(TopicPattern().IsMatch(member.Value!.GetValue<string>()), $"{key} has the topic {member.Value}");
        Must(platform != "button" || Text(component, "command_topic") is not null, $"{key} has no command topic");
        CheckAvailability(key, component, root, deviceClass);
        if (platform == "sensor")
            CheckUnit(key, component, deviceClass);
        if (platform is "sensor" or "binary_sensor")
            CheckValue(key, component, root, platform, deviceClass);
        if (platform == "update")
            CheckUpdate(key, component);
    }

    private void CheckAvailability(string key, JsonObject component, JsonObject root, string? deviceClass)
    {
        var list = (component["availability"] ?? root["availability"]) as JsonArray;
        var own = list?.Select(a => a!["topic"]!.GetValue<string>()).ToList() ?? [];
        Must(own.TrueForAll(t => retained.GetValueOrDefault(t) is "online" or "offline"), $"{key} depends on a topic that says neither online nor offline");
        Must(own.Count < 2 || Text(root, "availability_mode") == "all", $"{key} depends on the latest of several topics");
        Must(deviceClass != "connectivity" || !own.Contains(Text(component, "state_topic")!), $"{key} would be unavailable instead of disconnected");
    }

    private void CheckUnit(string key, JsonObject component, string? deviceClass)
    {
        var unit = Text(component, "unit_of_measurement");
        var state = Text(component, "state_class");
        if (deviceClass is not null && Units.TryGetValue(deviceClass, out var units))
            Must(units.Length == 0 ? unit is null : unit is not null && units.Contains(unit), $"{key} of class {deviceClass} has the unit {unit}");
        Must(state is null or "measurement" or "total" or "total_increasing", $"{key} has the state class {state}");
        Must(deviceClass != "energy" || state is "total" or "total_increasing", $"{key} is energy that is measured");
        Must(deviceClass != "timestamp" || state is null, $"{key} is a time with a state class");
    }

    private void CheckValue(string key, JsonObject component, JsonObject root, string platform, string? deviceClass)
    {
        var topic = Text(component, "state_topic") ?? Text(root, "state_topic");
        Must(topic is not null && retained.ContainsKey(topic), $"{key} has no state");
        if (topic is null || !retained.TryGetValue(topic, out var state))
            return;
        var value = state;
        if (Text(component, "value_template") is { } template)
        {
            var match = Template().Match(template);
            var member = match.Success ? JsonNode.Parse(state)?[match.Groups[1].Value] : null;
            Must(member is not null, $"{key} has a template that finds nothing: {template}");
            value = member?.ToString() ?? "";
        }
        var fits = value == "None" || (platform == "binary_sensor"
            ? value == (Text(component, "payload_on") ?? "ON") || value == (Text(component, "payload_off") ?? "OFF")
            : deviceClass == "timestamp" ? ZonedTime().IsMatch(value)
            : Text(component, "unit_of_measurement") is null || decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        Must(fits, $"{key} has the value '{value}'");
    }

    private void CheckUpdate(string key, JsonObject component)
    {
        if (Text(component, "state_topic") is not { } topic || !retained.TryGetValue(topic, out var state))
            return;
        Only(JsonNode.Parse(state)!.AsObject(),
            ["installed_version", "latest_version", "title", "release_summary", "release_url", "entity_picture", "in_progress", "update_percentage"], key);
    }

    private void Only(JsonObject holder, string[] members, string where)
    {
        foreach (var (member, _) in holder)
            Must(members.Contains(member), $"{where} has the member {member}");
    }

    private void Must(bool holds, string rule)
    {
        if (!holds)
            _broken.Add(rule);
    }

    private static string? Text(JsonObject holder, string member) => holder[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex("^[A-Za-z0-9_-]+/device/([A-Za-z0-9_-]+/)?[A-Za-z0-9_-]+/config$")]
    private static partial Regex ConfigTopic();

    [GeneratedRegex(@"^\{\{ value_json\.([a-z_]+) \}\}$")]
    private static partial Regex Template();

    [GeneratedRegex(@"^[^+#\u0000]+$")]
    private static partial Regex TopicPattern();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex ZonedTime();
}
