namespace Decent.Mqtt;

/// <summary>What became of a message as far as the broker; nothing here says that a subscriber has it.</summary>
public enum MqttPublishResult
{
    /// <summary>Level 0: handed to the socket. Level 1: acknowledged by the broker.</summary>
    Sent,

    /// <summary>There was no connection, or it was lost before the acknowledgement: the broker may or may not have it.</summary>
    NotConnected,

    /// <summary>The outbox is full: the link is slower than its publishers.</summary>
    QueueFull,

    /// <summary>Larger than <see cref="MqttLinkOptions.MessageBytesMax"/> or than the broker takes. Sending it again cannot help.</summary>
    TooLarge,

    /// <summary>
    /// The broker's access rules or the topic's spelling forbid it. Mosquitto 2.0.11 with unlimited queues also ends the connection then.
    /// </summary>
    Refused,

    /// <summary>The link is closed.</summary>
    Closed,

    /// <summary>No acknowledgement within <see cref="MqttLinkOptions.PublishTimeoutSeconds"/>: the broker may or may not have it.</summary>
    TimedOut,
}
