using System;

namespace nanoFramework.M2Mqtt.Messages;

public class MqttMsgPublishedEventArgs : EventArgs
{
    public MqttMsgPublishedEventArgs(ushort a) => throw null;
    public MqttMsgPublishedEventArgs(ushort a, bool b) => throw null;

    public ushort MessageId { get => throw null; set => throw null; }
    public bool IsPublished { get => throw null; set => throw null; }
}
