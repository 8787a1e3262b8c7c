using Decent.Content;
using Decent.Protocol;

namespace Decent.Edge.Scrubbing;

internal static partial class ScrubbingLog
{
    [LoggerMessage(EventCode.ScrubFailed, LogLevel.Error, "Reading the cache again failed; it is tried again later")]
    public static partial void ScrubFailed(this ILogger log, Exception error);

    [LoggerMessage(EventCode.Repaired, LogLevel.Information, "{Object} was damaged and is whole again")]
    public static partial void Repaired(this ILogger log, Cid @object);

    [LoggerMessage(EventCode.RepairMissing, LogLevel.Warning, "{Object} was damaged and nobody gives it now: {Reason}; it is tried again")]
    public static partial void RepairMissing(this ILogger log, Cid @object, string reason);
}
