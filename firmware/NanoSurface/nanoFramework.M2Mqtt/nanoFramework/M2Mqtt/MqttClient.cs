using System.Collections;
using System.Security.Cryptography.X509Certificates;
using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt;

public class MqttClient : IMqttClient
{
    public MqttClient(string a, int b, bool c, X509Certificate d, X509Certificate e, MqttSslProtocols f) => throw null;

    public bool IsConnected { get => throw null; }
    public MqttSettings Settings { get => throw null; }

    public event IMqttClient.MqttMsgPublishEventHandler MqttMsgPublishReceived { add => throw null; remove => throw null; }
    public event IMqttClient.MqttMsgPublishedEventHandler MqttMsgPublished { add => throw null; remove => throw null; }
    public event IMqttClient.MqttMsgSubscribedEventHandler MqttMsgSubscribed { add => throw null; remove => throw null; }

    public MqttReasonCode Connect(string a, string b, string c, bool d, MqttQoSLevel e, bool f, string g, string h, bool i, ushort j) => throw null;
    public void Disconnect() => throw null;
    public void Close() => throw null;
    public ushort Subscribe(string[] a, MqttQoSLevel[] b) => throw null;
    public ushort Publish(string a, byte[] b, string c, ArrayList d, MqttQoSLevel e, bool f) => throw null;
}
