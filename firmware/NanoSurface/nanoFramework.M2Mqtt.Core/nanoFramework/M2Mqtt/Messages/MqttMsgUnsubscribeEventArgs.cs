using System;

namespace nanoFramework.M2Mqtt.Messages;

public class MqttMsgUnsubscribeEventArgs : EventArgs
{
    public MqttMsgUnsubscribeEventArgs(ushort a, string[] b) => throw null;

    public ushort MessageId { get => throw null; }
    public string[] Topics { get => throw null; }
}
