namespace nanoFramework.M2Mqtt;

public enum MqttSslProtocols
{
    None = 0,
}
