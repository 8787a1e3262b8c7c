namespace nanoFramework.M2Mqtt;

public sealed class MqttSettings
{
    internal MqttSettings() => throw null;

    public int InflightQueueSize { set => throw null; }
    public bool ValidateServerCertificate { set => throw null; }
}
