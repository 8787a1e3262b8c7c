using System;
using System.Threading;

namespace nanoFramework.Networking;

public static class NetworkHelper
{
    public static ManualResetEvent NetworkReady { get => throw null; }
    public static NetworkHelperStatus Status { get => throw null; }
    public static Exception HelperException { get => throw null; }

    public static void SetupNetworkHelper(bool a) => throw null;
    public static void SetupNetworkHelper(IPConfiguration a, bool b) => throw null;
    public static bool SetupAndConnectNetwork(CancellationToken a, bool b) => throw null;
    public static bool SetupAndConnectNetwork(IPConfiguration a, CancellationToken b, bool c) => throw null;
    public static void Reset() => throw null;
}
