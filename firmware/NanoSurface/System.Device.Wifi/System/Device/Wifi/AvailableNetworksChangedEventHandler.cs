namespace System.Device.Wifi;

public delegate void AvailableNetworksChangedEventHandler(WifiAdapter a, object b);
