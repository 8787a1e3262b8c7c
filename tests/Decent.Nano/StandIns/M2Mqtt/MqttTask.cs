using Decent.Nano;

namespace nanoFramework.M2Mqtt;

/// <summary>One message in the client's queue of messages under way.</summary>
internal sealed class MqttTask(MqttPacket packet, bool ours)
{
    public MqttPacket Packet { get; set; } = packet;

    /// <summary>To be sent to the broker; else it came from there.</summary>
    public bool Ours { get; } = ours;

    public bool Waits { get; set; }

    public int Attempts { get; set; }

    public long SentMs { get; set; }
}
