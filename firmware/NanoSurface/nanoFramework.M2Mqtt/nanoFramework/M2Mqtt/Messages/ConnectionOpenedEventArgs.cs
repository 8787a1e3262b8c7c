using System;

namespace nanoFramework.M2Mqtt.Messages;

public class ConnectionOpenedEventArgs : EventArgs
{
    public ConnectionOpenedEventArgs(MqttMsgConnack a) => throw null;

    public MqttMsgConnack Message { get => throw null; }
}
