namespace Decent.Firmware.Ports
{
    /// <summary>Where the MQTT client stands.</summary>
    public enum MqttState
    {
        /// <summary>Not asked for, or closed by its owner.</summary>
        Idle = 0,

        /// <summary>An attempt is under way.</summary>
        Connecting = 1,

        /// <summary>Accepted by the broker, and subscribed.</summary>
        Connected = 2,

        /// <summary>The attempt failed, or the connection broke.</summary>
        Lost = 3,

        /// <summary>The broker said no to the credentials.</summary>
        Refused = 4,

        /// <summary>Saying goodbye, or closing what is left of a connection that is over.</summary>
        Closing = 5,
    }
}
