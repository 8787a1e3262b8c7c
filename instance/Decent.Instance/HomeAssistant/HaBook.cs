using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Decent.Instance.Control;
using Decent.Mqtt;

namespace Decent.Instance.HomeAssistant;

/// <summary>
/// What should stand in the broker for Home Assistant, and what does as far as this connection knows: their difference is what is published. No I/O;
/// one owner.
/// </summary>
internal sealed class HaBook(HaDocuments documents, string prefix, string instance)
{
    private readonly Dictionary<string, byte[]> _stands = [];

    /// <summary>Forgets what stands, so that all of it goes out again: after a connect, and when Home Assistant has started.</summary>
    public void Begin() => _stands.Clear();

    /// <summary>Messages that are due, discovery before states. Each is to be confirmed by <see cref="Told"/>.</summary>
    /// <param name="nodes">All enrolled nodes that are shown.</param>
    /// <param name="resources">Resources of the instance.</param>
    public List<MqttMessage> Due(IEnumerable<NodeListing> nodes, long resources)
    {
        var due = new List<MqttMessage>();
        var shown = nodes.ToList();
        Add(due, HaTopics.Config(prefix, documents.InstanceDevice), documents.Discovery());
        Add(due, HaTopics.State(instance), HaDocuments.State(resources, shown.Count(n => n.State == "alive")));
        Add(due, HaTopics.Availability(instance), HaWords.Online);
        foreach (var node in shown)
        {
            Add(due, HaTopics.Config(prefix, HaDocuments.DeviceOf(node)), documents.Discovery(node));
            Add(due, HaTopics.State(node.Name), HaDocuments.State(node));
            Add(due, HaTopics.Availability(node.Name), node.State == "alive" ? HaWords.Online : HaWords.Offline);
            if (documents.Update(node) is { } update)
                Add(due, HaTopics.Update(node.Name), update);
        }
        return due;
    }

    /// <summary>Messages that take a device back: a retained message is removed by an empty one, and by nothing else.</summary>
    /// <param name="name">Name of the node.</param>
    /// <param name="device">Its device id.</param>
    public IEnumerable<MqttMessage> Gone(string name, string device) =>
        new[] { HaTopics.Config(prefix, device), HaTopics.State(name), HaTopics.Availability(name), HaTopics.Update(name) }
            .Select(topic => Message(topic, []));

    /// <summary>The broker has this message.</summary>
    public void Told(MqttMessage message)
    {
        if (message.Payload.IsEmpty)
            _stands.Remove(message.Topic);
        else
            _stands[message.Topic] = message.Payload.ToArray();
    }

    /// <summary>Whether a non-empty message of ours stands at a topic.</summary>
    public bool Stands(string topic) => _stands.ContainsKey(topic);

    private void Add(List<MqttMessage> due, string topic, JsonObject document) =>
        Add(due, topic, document.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    private void Add(List<MqttMessage> due, string topic, string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        if (!_stands.TryGetValue(topic, out var stands) || !stands.AsSpan().SequenceEqual(payload))
            due.Add(Message(topic, payload));
    }

    private static MqttMessage Message(string topic, byte[] payload) => new() { Topic = topic, Payload = payload, Qos = MqttQos.AtLeastOnce, Retain = true };
}
