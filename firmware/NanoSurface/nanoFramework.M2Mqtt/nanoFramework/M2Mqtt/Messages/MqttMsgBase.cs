using System.Collections;

namespace nanoFramework.M2Mqtt.Messages;

public abstract class MqttMsgBase
{
    protected MqttMsgBase() => throw null;

    public MqttMessageType Type { get => throw null; set => throw null; }
    public bool DupFlag { get => throw null; set => throw null; }
    public MqttQoSLevel QosLevel { get => throw null; set => throw null; }
    public bool Retain { get => throw null; set => throw null; }
    public ushort MessageId { get => throw null; set => throw null; }
    public ArrayList UserProperties { get => throw null; }
    public uint MaximumPacketSize { get => throw null; set => throw null; }

    public virtual byte[] GetBytes(MqttProtocolVersion a) => throw null;
    protected int EncodeVariableByte(int a, byte[] b, int c) => throw null;
}
