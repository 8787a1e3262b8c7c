using System;

namespace nanoFramework.M2Mqtt.Exceptions;

public class MqttClientException : Exception
{
    internal MqttClientException() => throw null;

    public MqttClientErrorCode ErrorCode { get => throw null; }
}
