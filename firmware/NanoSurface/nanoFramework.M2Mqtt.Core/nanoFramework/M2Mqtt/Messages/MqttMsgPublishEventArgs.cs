using System;

namespace nanoFramework.M2Mqtt.Messages;

public class MqttMsgPublishEventArgs : EventArgs
{
    internal MqttMsgPublishEventArgs() => throw null;

    public string Topic { get => throw null; }
    public byte[] Message { get => throw null; }
    public bool Retain { get => throw null; }
}
