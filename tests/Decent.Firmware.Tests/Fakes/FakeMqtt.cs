using Decent.Firmware.Ports;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>A client whose broker is the test.</summary>
internal sealed class FakeMqtt : IMqtt
{
    public MqttState State { get; set; }

    /// <summary>What was asked of the client, oldest first.</summary>
    public List<string> Asked { get; } = [];

    public List<(string Topic, byte[] Payload, bool Assured, bool Retain)> Published { get; } = [];

    public Queue<(string Topic, byte[] Payload, bool Retained)> Inbox { get; } = new();

    public string WillText { get; private set; } = "";

    public bool IsFull { get; set; }

    /// <summary>Publications that are refused before the next one is taken.</summary>
    public int Refusals { get; set; }

    public void Open(string willTopic, string willText, string[] filters)
    {
        Assert.Contains(State, new[] { MqttState.Idle, MqttState.Lost, MqttState.Refused });
        Asked.Add($"open {willTopic} {string.Join(',', filters)}");
        WillText = willText;
        State = MqttState.Connecting;
    }

    public bool Publish(string topic, byte[] payload, int count, bool assured, bool retain)
    {
        Assert.Equal(MqttState.Connected, State);
        if (IsFull || Refusals-- > 0) return false;
        Refusals = 0;
        Asked.Add("publish " + topic);
        Published.Add((topic, payload[..count], assured, retain));
        return true;
    }

    public int TryReceive(byte[] payload, out string topic, out bool retained)
    {
        (topic, retained) = ("", false);
        if (!Inbox.TryDequeue(out var message)) return -1;
        message.Payload.CopyTo(payload, 0);
        (topic, retained) = (message.Topic, message.Retained);
        return message.Payload.Length;
    }

    public void Close()
    {
        Asked.Add("close");
        State = MqttState.Idle;
    }

    /// <summary>What was published below the node's branch with that leaf, oldest first.</summary>
    public byte[][] Of(string leaf) => [.. Published.Where(p => p.Topic == "decent/1/5a/board-a/up/" + leaf).Select(p => p.Payload)];
}
