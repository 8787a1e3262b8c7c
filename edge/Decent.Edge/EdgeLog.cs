using Decent.Protocol;

namespace Decent.Edge;

internal static partial class EdgeLog
{
    [LoggerMessage(EventCode.EdgeNotAlive, LogLevel.Error, "The service manager is not told that the edge is alive: {Reason}")]
    public static partial void NotAlive(this ILogger log, string reason);
}
