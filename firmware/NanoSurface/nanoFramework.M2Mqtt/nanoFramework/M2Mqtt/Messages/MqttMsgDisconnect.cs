namespace nanoFramework.M2Mqtt.Messages;

public class MqttMsgDisconnect : MqttMsgBase
{
    public MqttMsgDisconnect() => throw null;

    public uint SessionExpiryInterval { get => throw null; set => throw null; }
    public string Reason { get => throw null; set => throw null; }
    public string ServerReference { get => throw null; set => throw null; }
    public MqttReasonCode ResonCode { get => throw null; set => throw null; }

    public override byte[] GetBytes(MqttProtocolVersion a) => throw null;
    public override string ToString() => throw null;
}
