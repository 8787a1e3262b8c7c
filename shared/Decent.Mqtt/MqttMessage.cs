namespace Decent.Mqtt;

/// <summary>One message. It is immutable, and its payload belongs to whoever received it.</summary>
public sealed class MqttMessage
{
    /// <summary>UTF-8 topic of 1 to 65,535 bytes, without wildcards.</summary>
    public required string Topic { get; init; }

    /// <summary>Bytes; empty and retained means that the broker forgets the topic.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Level of the last hop only. Default: <see cref="MqttQos.AtMostOnce"/>.</summary>
    public MqttQos Qos { get; init; }

    /// <summary>Sent: keep it for later subscribers. Received: it is such a kept message, not news.</summary>
    public bool Retain { get; init; }
}
