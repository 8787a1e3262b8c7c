using System.Text.Json.Nodes;

namespace Decent.Instance.HomeAssistant;

/// <summary>The kinds of entities that we show, each a small JSON object of Home Assistant's device discovery.</summary>
internal sealed class HaComponent(string device)
{
    private readonly JsonObject _components = [];

    /// <summary>All that were added.</summary>
    public JsonObject All => _components;

    /// <summary>Adds a sensor that shows one member of the state document.</summary>
    /// <param name="key">Key of the component and name of the member.</param>
    /// <param name="name">As people read it.</param>
    /// <param name="deviceClass">Home Assistant's class, which fixes the units allowed; null for none.</param>
    /// <param name="unit">Unit as Home Assistant spells it; null for none.</param>
    /// <param name="stateClass">measurement or total_increasing; null for none.</param>
    /// <param name="isDiagnostic">Whether it stands among the diagnostics.</param>
    public HaComponent Sensor(string key, string name, string? deviceClass, string? unit, string? stateClass, bool isDiagnostic = false)
    {
        var sensor = Add(key, "sensor", name);
        sensor["value_template"] = $"{{{{ value_json.{key} }}}}";
        Put(sensor, "device_class", deviceClass);
        Put(sensor, "unit_of_measurement", unit);
        Put(sensor, "state_class", stateClass);
        Put(sensor, "entity_category", isDiagnostic ? "diagnostic" : null);
        return this;
    }

    /// <summary>Adds whether there is mains power, a member of the state document: ON, OFF or None.</summary>
    public HaComponent Power(string key, string name)
    {
        var power = Add(key, "binary_sensor", name);
        power["device_class"] = "power";
        power["value_template"] = $"{{{{ value_json.{key} }}}}";
        return this;
    }

    /// <summary>
    /// Adds whether the device is connected: its main entity. It depends on the instance alone, or it would be shown as unavailable instead of
    /// disconnected.
    /// </summary>
    public HaComponent Connected(string topic, string instanceTopic)
    {
        var connected = Add("connected", "binary_sensor", name: null);
        connected["device_class"] = "connectivity";
        connected["state_topic"] = topic;
        connected["payload_on"] = HaWords.Online;
        connected["payload_off"] = HaWords.Offline;
        connected["availability"] = new JsonArray(new JsonObject { ["topic"] = instanceTopic });
        return this;
    }

    /// <summary>Adds a button whose press is published to a topic; its class is its key.</summary>
    public HaComponent Button(string key, string topic)
    {
        var button = Add(key, "button", name: null);
        button.Remove("name");
        button["device_class"] = key;
        button["entity_category"] = key == "restart" ? "config" : "diagnostic";
        button["command_topic"] = topic;
        button["payload_press"] = HaWords.Press;
        return this;
    }

    /// <summary>Adds the notice of installed and newest software; without a command topic, so that it is only read.</summary>
    public HaComponent Firmware(string topic)
    {
        var update = Add("firmware", "update", "Firmware");
        update["device_class"] = "firmware";
        update["entity_category"] = "diagnostic";
        update["state_topic"] = topic;
        return this;
    }

    private JsonObject Add(string key, string platform, string? name)
    {
        var component = new JsonObject { ["platform"] = platform, ["unique_id"] = $"{device}_{key}", ["name"] = name };
        _components[key] = component;
        return component;
    }

    private static void Put(JsonObject component, string member, string? value)
    {
        if (value is not null)
            component[member] = value;
    }
}
