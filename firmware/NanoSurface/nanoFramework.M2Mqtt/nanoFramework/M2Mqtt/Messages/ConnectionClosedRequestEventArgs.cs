using System;

namespace nanoFramework.M2Mqtt.Messages;

public class ConnectionClosedRequestEventArgs : EventArgs
{
    public ConnectionClosedRequestEventArgs(MqttMsgDisconnect a) => throw null;

    public MqttMsgDisconnect Message { get => throw null; }
}
