using System;

namespace nanoFramework.M2Mqtt.Exceptions;

public class MqttTimeoutException : Exception
{
    public MqttTimeoutException() => throw null;
}
