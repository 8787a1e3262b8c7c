using Decent.Protocol;
using Microsoft.Extensions.Logging;

namespace Decent.Hosting.Peers;

internal static partial class PeerLog
{
    [LoggerMessage(EventCode.LookupAsleep, LogLevel.Information, "Nobody has {What}: asleep, tried again by itself")]
    public static partial void Asleep(this ILogger log, string what);

    [LoggerMessage(EventCode.PeerQuarantined, LogLevel.Warning, "Peers in quarantine for wrong blocks: {Count} so far")]
    public static partial void Quarantined(this ILogger log, uint count);

    [LoggerMessage(EventCode.PeerFailed, LogLevel.Information, "Peer {Peer} failed: {Reason}")]
    public static partial void PeerFailed(this ILogger log, string peer, string reason);

    [LoggerMessage(EventCode.NodeFailed, LogLevel.Critical, "The LAN loop stopped on a bug; the process ends to be started again")]
    public static partial void LoopFailed(this ILogger log, Exception error);
}
