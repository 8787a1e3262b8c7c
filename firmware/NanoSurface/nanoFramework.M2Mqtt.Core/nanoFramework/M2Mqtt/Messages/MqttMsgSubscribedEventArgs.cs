using System;

namespace nanoFramework.M2Mqtt.Messages;

public class MqttMsgSubscribedEventArgs : EventArgs
{
    public MqttMsgSubscribedEventArgs(ushort a, MqttQoSLevel[] b) => throw null;

    public ushort MessageId { get => throw null; }
    public MqttQoSLevel[] GrantedQoSLevels { get => throw null; }
}
