using System;
using System.Collections;
using System.Security.Cryptography.X509Certificates;
using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt;

public class MqttClient : IMqttClient
{
    public MqttClient(string a) => throw null;
    public MqttClient(string a, int b, bool c, X509Certificate d, X509Certificate e, MqttSslProtocols f) => throw null;

    public bool IsConnected { get => throw null; }
    public string ClientId { get => throw null; }
    public bool CleanSession { get => throw null; }
    public bool WillFlag { get => throw null; }
    public MqttQoSLevel WillQosLevel { get => throw null; }
    public string WillTopic { get => throw null; }
    public string WillMessage { get => throw null; }
    public MqttProtocolVersion ProtocolVersion { get => throw null; set => throw null; }
    public string AuthenticationMethod { get => throw null; set => throw null; }
    public byte[] AuthenticationData { get => throw null; set => throw null; }
    public uint SessionExpiryInterval { get => throw null; set => throw null; }
    public bool RequestProblemInformation { get => throw null; set => throw null; }
    public bool RequestResponseInformation { get => throw null; set => throw null; }
    public ushort ReceiveMaximum { get => throw null; set => throw null; }
    public ushort TopicAliasMaximum { get => throw null; set => throw null; }
    public uint WillDelayInterval { get => throw null; set => throw null; }
    public ArrayList UserProperties { get => throw null; }
    public uint MaximumPacketSize { get => throw null; set => throw null; }
    public bool IsAuthenticationFlow { get => throw null; set => throw null; }
    public MqttSettings Settings { get => throw null; }

    public event IMqttClient.MqttMsgPublishEventHandler MqttMsgPublishReceived { add => throw null; remove => throw null; }
    public event IMqttClient.MqttMsgPublishedEventHandler MqttMsgPublished { add => throw null; remove => throw null; }
    public event IMqttClient.MqttMsgSubscribedEventHandler MqttMsgSubscribed { add => throw null; remove => throw null; }
    public event IMqttClient.MqttMsgUnsubscribedEventHandler MqttMsgUnsubscribed { add => throw null; remove => throw null; }
    public event MqttClient.ConnectionOpenedEventHandler ConnectionOpened { add => throw null; remove => throw null; }
    public event IMqttClient.ConnectionClosedEventHandler ConnectionClosed { add => throw null; remove => throw null; }
    public event MqttClient.ConnectionClosedRequestEventHandler ConnectionClosedRequest { add => throw null; remove => throw null; }

    public void Init(string a, int b, bool c, byte[] d, byte[] e, MqttSslProtocols f) => throw null;
    public MqttReasonCode Connect(string a) => throw null;
    public MqttReasonCode Connect(string a, bool b) => throw null;
    public MqttReasonCode Connect(string a, string b, string c) => throw null;
    public MqttReasonCode Connect(string a, string b, string c, bool d, ushort e) => throw null;
    public MqttReasonCode Connect(string a, string b, string c, bool d, MqttQoSLevel e, bool f, string g, string h, bool i, ushort j) => throw null;
    public void Disconnect() => throw null;
    public void Close() => throw null;
    public void Dispose() => throw null;
    public ushort Subscribe(string[] a, MqttQoSLevel[] b) => throw null;
    public ushort Unsubscribe(string[] a) => throw null;
    public ushort Publish(string a, byte[] b) => throw null;
    public ushort Publish(string a, byte[] b, string c) => throw null;
    public ushort Publish(string a, byte[] b, string c, ArrayList d) => throw null;
    public ushort Publish(string a, byte[] b, string c, ArrayList d, MqttQoSLevel e, bool f) => throw null;

    public delegate void ConnectionOpenedEventHandler(object a, ConnectionOpenedEventArgs b);

    public delegate void ConnectionClosedEventHandler(object a, EventArgs b);

    public delegate void ConnectionClosedRequestEventHandler(object a, ConnectionClosedRequestEventArgs b);
}
