namespace Decent.Nano;

/// <summary>The packets of MQTT 3.1.1 that a device and its broker exchange, by their numbers.</summary>
public enum MqttKind
{
    Connect = 1,
    ConnectAck = 2,
    Publish = 3,
    PublishAck = 4,
    Subscribe = 8,
    SubscribeAck = 9,
    PingRequest = 12,
    PingResponse = 13,
    Disconnect = 14,
}
