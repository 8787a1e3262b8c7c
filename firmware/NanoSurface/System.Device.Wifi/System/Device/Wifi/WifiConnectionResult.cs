namespace System.Device.Wifi;

public sealed class WifiConnectionResult
{
    internal WifiConnectionResult() => throw null;

    public WifiConnectionStatus ConnectionStatus { get => throw null; }
}
