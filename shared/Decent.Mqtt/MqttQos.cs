namespace Decent.Mqtt;

/// <summary>
/// The two delivery levels in use; level 2 costs two more round trips and saves nobody from an application acknowledgement.
/// </summary>
public enum MqttQos
{
    /// <summary>Handed to the socket and forgotten.</summary>
    AtMostOnce = 0,

    /// <summary>Acknowledged by the broker, perhaps delivered twice.</summary>
    AtLeastOnce = 1,
}
