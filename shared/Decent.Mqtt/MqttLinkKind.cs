namespace Decent.Mqtt;

/// <summary>Which client library carries a link.</summary>
public enum MqttLinkKind
{
    /// <summary>libmosquitto.so.1 of the system. The default.</summary>
    LibMosquitto,

    /// <summary>The MQTTnet package, where the build was made with <c>-p:MqttNet=true</c>.</summary>
    MqttNet,
}
