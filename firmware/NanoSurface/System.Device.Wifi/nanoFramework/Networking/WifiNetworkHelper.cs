using System.Threading;

namespace nanoFramework.Networking;

public static class WifiNetworkHelper
{
    public static bool Reconnect(bool a, int b, CancellationToken c) => throw null;
    public static void Reset() => throw null;
}
