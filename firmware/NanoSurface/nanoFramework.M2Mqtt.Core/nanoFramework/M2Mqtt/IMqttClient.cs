using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt;

public interface IMqttClient
{
    public delegate void MqttMsgPublishEventHandler(object a, MqttMsgPublishEventArgs b);

    public delegate void MqttMsgPublishedEventHandler(object a, MqttMsgPublishedEventArgs b);

    public delegate void MqttMsgSubscribedEventHandler(object a, MqttMsgSubscribedEventArgs b);
}
