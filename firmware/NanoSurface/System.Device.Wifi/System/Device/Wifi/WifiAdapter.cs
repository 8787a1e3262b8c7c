namespace System.Device.Wifi;

public sealed class WifiAdapter : IDisposable
{
    internal WifiAdapter() => throw null;

    public int NetworkInterface { get => throw null; }
    public WifiNetworkReport NetworkReport { get => throw null; }

    public event AvailableNetworksChangedEventHandler AvailableNetworksChanged { add => throw null; remove => throw null; }

    public WifiConnectionResult Connect(WifiAvailableNetwork a, WifiReconnectionKind b, string c) => throw null;
    public WifiConnectionResult Connect(string a, WifiReconnectionKind b, string c) => throw null;
    public void Disconnect() => throw null;
    public static WifiAdapter[] FindAllAdapters() => throw null;
    public void SetDeviceName(string a) => throw null;
    public void ScanAsync() => throw null;
    public void Dispose() => throw null;
}
