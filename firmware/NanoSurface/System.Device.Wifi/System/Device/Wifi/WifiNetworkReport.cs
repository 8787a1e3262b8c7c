namespace System.Device.Wifi;

public sealed class WifiNetworkReport
{
    internal WifiNetworkReport() => throw null;

    public WifiAvailableNetwork[] AvailableNetworks { get => throw null; }
}
