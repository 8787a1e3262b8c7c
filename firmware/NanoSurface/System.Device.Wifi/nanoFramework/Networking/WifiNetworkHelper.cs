using System;
using System.Device.Wifi;
using System.Threading;

namespace nanoFramework.Networking;

public static class WifiNetworkHelper
{
    public static ManualResetEvent NetworkReady { get => throw null; }
    public static NetworkHelperStatus Status { get => throw null; }
    public static Exception HelperException { get => throw null; }
    public static WifiAdapter WifiAdapter { get => throw null; }

    public static void SetupNetworkHelper(bool a) => throw null;
    public static void SetupNetworkHelper(IPConfiguration a, bool b) => throw null;
    public static void SetupNetworkHelper(string a, string b, WifiReconnectionKind c, bool d) => throw null;
    public static void Disconnect() => throw null;
    public static bool ConnectDhcp(string a, string b, WifiReconnectionKind c, bool d, int e, CancellationToken f) => throw null;
    public static bool ConnectFixAddress(string a, string b, IPConfiguration c, WifiReconnectionKind d, bool e, int f, CancellationToken g) => throw null;
    public static bool ScanAndConnectDhcp(string a, string b, WifiReconnectionKind c, bool d, int e, CancellationToken f) => throw null;
    public static bool Reconnect(bool a, int b, CancellationToken c) => throw null;
    public static void Reset() => throw null;
}
