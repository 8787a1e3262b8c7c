using Decent.Protocol;

namespace Decent.Edge.Fetching;

internal static partial class FetchingLog
{
    [LoggerMessage(EventCode.InstanceAway, LogLevel.Warning, "The instance does not answer ({Reason}); peers and cache go on without it")]
    public static partial void InstanceAway(this ILogger log, string reason);

    [LoggerMessage(EventCode.InstanceBack, LogLevel.Information, "The instance answers again")]
    public static partial void InstanceBack(this ILogger log);

    [LoggerMessage(EventCode.PeerFailed, LogLevel.Information, "{Source}: {Answer} while fetching {What}")]
    public static partial void SourceFailed(this ILogger log, Uri source, SourceAnswer answer, string what);

    [LoggerMessage(EventCode.NodeFailed, LogLevel.Error, "Fetching {What} failed")]
    public static partial void FetchFailed(this ILogger log, string what, Exception error);
}
