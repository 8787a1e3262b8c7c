using System;

namespace nanoFramework.M2Mqtt.Messages;

public class MqttMsgSubscribeEventArgs : EventArgs
{
    public MqttMsgSubscribeEventArgs(ushort a, string[] b, MqttQoSLevel[] c) => throw null;

    public ushort MessageId { get => throw null; }
    public string[] Topics { get => throw null; }
    public MqttQoSLevel[] QoSLevels { get => throw null; }
}
