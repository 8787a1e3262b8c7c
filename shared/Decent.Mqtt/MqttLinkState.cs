namespace Decent.Mqtt;

/// <summary>Where a link stands. Only <see cref="Closed"/> is final.</summary>
public enum MqttLinkState
{
    /// <summary>The latest attempt or connection has ended; the next comes after the back-off.</summary>
    Disconnected,

    /// <summary>An attempt is under way, or the first is about to begin.</summary>
    Connecting,

    /// <summary>Accepted by the broker, and every remembered subscription has been answered.</summary>
    Connected,

    /// <summary>
    /// The broker said no to the credentials or the client id. Retried with back-off, because somebody may be adding the user now.
    /// </summary>
    Refused,

    /// <summary>Closed by its owner.</summary>
    Closed,
}
