using System.Globalization;
using System.Text.Json.Nodes;
using Decent.Instance.Control;
using Decent.Protocol;

namespace Decent.Instance.HomeAssistant;

/// <summary>What Home Assistant is told of a node: device discovery, state and software notice. All arithmetic is done here, none in templates.</summary>
/// <param name="instance">The instance's id.</param>
/// <param name="url">The instance as people reach it; empty when it does not know.</param>
/// <param name="version">The instance's own version: nodes are released together with it.</param>
internal sealed class HaDocuments(string instance, string url, string version)
{
    private const string Manufacturer = "Decent";

    /// <summary>The device id of a node.</summary>
    public static string DeviceOf(NodeListing node) => $"decent_{node.NodeId}";

    /// <summary>The device id of the instance.</summary>
    public string InstanceDevice => $"decent_instance_{instance.Replace('-', '_')}";

    /// <summary>Discovery of a node.</summary>
    public JsonObject Discovery(NodeListing node)
    {
        var device = DeviceOf(node);
        var isBoard = node.Kind != "edge";
        var components = new HaComponent(device)
            .Connected(HaTopics.Availability(node.Name), HaTopics.Availability(instance))
            .Sensor("avasc", "Availability score", null, "avasc", "measurement")
            .Sensor("cache_used", "Cache used", "data_size", "B", "measurement")
            .Sensor("cache_limit", "Cache limit", "data_size", "B", "measurement", isDiagnostic: true)
            .Sensor("blocks_served", "Blocks served", null, "blocks", "total_increasing")
            .Sensor("bytes_served", "Data served", "data_size", "B", "total_increasing")
            .Sensor("last_report", "Last report", "timestamp", null, null, isDiagnostic: true)
            .Sensor("address", "Address", null, null, null, isDiagnostic: true)
            .Firmware(HaTopics.Update(node.Name));
        if (isBoard)
            components.Button("restart", HaTopics.Command(node.Name, "restart")).Button("identify", HaTopics.Command(node.Name, "identify"));
        else
            components.Power("power", "Mains power");
        if (node.Battery is not null)
            components.Sensor("battery", "Battery", "battery", "%", "measurement")
                .Sensor("battery_voltage", "Battery voltage", "voltage", "V", "measurement", isDiagnostic: true)
                .Sensor("battery_current", "Battery current", "current", "A", "measurement", isDiagnostic: true)
                .Sensor("power_losses", "Losses of mains", null, "losses", "total_increasing");
        var about = About(device, node.Name, isBoard ? "ESP32 peer" : "Edge", node.Software);
        about["via_device"] = InstanceDevice;
        about["serial_number"] = node.NodeId;
        var document = Document(about, components, HaTopics.State(node.Name));
        document["availability"] = Available(HaTopics.Availability(instance), HaTopics.Availability(node.Name));
        // The default is the latest word, by which a live instance would hide a dead node.
        document["availability_mode"] = "all";
        return document;
    }

    /// <summary>Discovery of the instance itself, through which its nodes are shown as connected.</summary>
    public JsonObject Discovery()
    {
        var components = new HaComponent(InstanceDevice)
            .Connected(HaTopics.Availability(instance), HaTopics.Availability(instance))
            .Sensor("resources", "Resources", null, "resources", "measurement")
            .Sensor("nodes_alive", "Nodes connected", null, "nodes", "measurement");
        // Whether it is connected is what its own will says, so that this entity alone is always available.
        components.All["connected"]!.AsObject().Remove("availability");
        foreach (var (key, component) in components.All)
            if (key != "connected")
                component!["availability"] = Available(HaTopics.Availability(instance));
        var about = About(InstanceDevice, $"Decent {instance}", "Instance", version);
        return Document(about, components, HaTopics.State(instance));
    }

    /// <summary>State of the instance.</summary>
    public static JsonObject State(long resources, int alive) => new() { ["resources"] = resources, ["nodes_alive"] = alive };

    /// <summary>State of a node. Every member is there, so that no template meets a missing one; unknown is the text None.</summary>
    public static JsonObject State(NodeListing node)
    {
        var isBoard = node.Kind != "edge";
        var blocks = (long)(node.BlocksHeld ?? 0) * Limits.BlockBytesMax;
        var blocksMax = (long)(node.BlocksMax ?? 0) * Limits.BlockBytesMax;
        return new JsonObject
        {
            ["avasc"] = node.AvascMilli is { } milli ? milli / 1000m : HaWords.Unknown,
            ["cache_used"] = isBoard ? blocks : node.CacheBytesHeld ?? 0,
            ["cache_limit"] = isBoard ? blocksMax : node.CacheBytesMax ?? 0,
            ["blocks_served"] = node.Counters?.BlocksServed ?? 0,
            ["bytes_served"] = node.BytesServed ?? 0,
            ["last_report"] = node.Heard is { } heard ? heard.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture)
                : HaWords.Unknown,
            ["address"] = node.Address ?? HaWords.Unknown,
            ["battery"] = node.Battery is { } charge ? charge.Percent : HaWords.Unknown,
            ["battery_voltage"] = node.Battery is { } voltage ? voltage.Millivolt / 1000m : HaWords.Unknown,
            ["battery_current"] = node.Battery is { } current ? current.Milliampere / 1000m : HaWords.Unknown,
            ["power_losses"] = node.Counters?.PowerLosses ?? 0,
            ["power"] = node.State switch { "alive" => HaWords.On, "power" => HaWords.Off, _ => HaWords.Unknown },
        };
    }

    /// <summary>Installed and newest software of a node; null before it said what it runs.</summary>
    public JsonObject? Update(NodeListing node) => node.Software is not { Length: > 0 } installed ? null : new JsonObject
    {
        ["installed_version"] = installed, ["latest_version"] = installed.StartsWith(version, StringComparison.Ordinal) ? installed : version,
        ["title"] = node.Kind == "edge" ? "Decent edge" : "Decent firmware",
    };

    private JsonObject About(string device, string name, string model, string? software)
    {
        var about = new JsonObject { ["identifiers"] = new JsonArray(device), ["name"] = name, ["manufacturer"] = Manufacturer, ["model"] = model };
        if (software is { Length: > 0 })
            about["sw_version"] = software;
        if (url.Length > 0)
            about["configuration_url"] = url;
        return about;
    }

    private JsonObject Document(JsonObject about, HaComponent components, string state) => new()
    {
        ["device"] = about, ["origin"] = new JsonObject { ["name"] = "Decent", ["sw_version"] = version }, ["state_topic"] = state, ["qos"] = 1,
        ["components"] = components.All,
    };

    private static JsonArray Available(params ReadOnlySpan<string> topics)
    {
        var available = new JsonArray();
        foreach (var topic in topics)
            available.Add(new JsonObject { ["topic"] = topic });
        return available;
    }
}
