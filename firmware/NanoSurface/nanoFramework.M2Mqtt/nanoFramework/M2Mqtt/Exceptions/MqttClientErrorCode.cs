namespace nanoFramework.M2Mqtt.Exceptions;

public enum MqttClientErrorCode
{
    InflightQueueFull = 11,
}
