using Decent.Protocol;

namespace Decent.Instance;

internal static partial class InstanceLog
{
    [LoggerMessage(EventCode.InstanceNotAlive, LogLevel.Error, "The service manager is not told that the instance is alive: {Reason}")]
    public static partial void NotAlive(this ILogger log, string reason);
}
