using System;
using System.Collections;
using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt;

public interface IMqttClient
{
    bool IsConnected { get; }

    event IMqttClient.MqttMsgPublishEventHandler MqttMsgPublishReceived;
    event IMqttClient.MqttMsgPublishedEventHandler MqttMsgPublished;
    event IMqttClient.MqttMsgSubscribedEventHandler MqttMsgSubscribed;
    event IMqttClient.MqttMsgUnsubscribedEventHandler MqttMsgUnsubscribed;
    event IMqttClient.ConnectionClosedEventHandler ConnectionClosed;

    void Init(string a, int b, bool c, byte[] d, byte[] e, MqttSslProtocols f);
    MqttReasonCode Connect(string a, string b, string c, bool d, MqttQoSLevel e, bool f, string g, string h, bool i, ushort j);
    void Disconnect();
    ushort Subscribe(string[] a, MqttQoSLevel[] b);
    ushort Unsubscribe(string[] a);
    ushort Publish(string a, byte[] b, string c, ArrayList d, MqttQoSLevel e, bool f);
    ushort Publish(string a, byte[] b, string c);
    ushort Publish(string a, byte[] b);
    void Close();

    public delegate void MqttMsgPublishEventHandler(object a, MqttMsgPublishEventArgs b);

    public delegate void MqttMsgPublishedEventHandler(object a, MqttMsgPublishedEventArgs b);

    public delegate void MqttMsgSubscribedEventHandler(object a, MqttMsgSubscribedEventArgs b);

    public delegate void MqttMsgUnsubscribedEventHandler(object a, MqttMsgUnsubscribedEventArgs b);

    public delegate void ConnectionClosedEventHandler(object a, EventArgs b);
}
