using System;

namespace nanoFramework.M2Mqtt.Messages;

public class MqttMsgPublishEventArgs : EventArgs
{
    public MqttMsgPublishEventArgs(string a, byte[] b, bool c, MqttQoSLevel d, bool e) => throw null;

    public string Topic { get => throw null; }
    public byte[] Message { get => throw null; }
    public bool DupFlag { get => throw null; }
    public MqttQoSLevel QosLevel { get => throw null; }
    public bool Retain { get => throw null; }
}
