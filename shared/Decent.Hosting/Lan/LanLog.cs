using Decent.Protocol;
using Microsoft.Extensions.Logging;

namespace Decent.Hosting.Lan;

internal static partial class LanLog
{
    [LoggerMessage(EventCode.SocketFailed, LogLevel.Warning, "UDP socket {Endpoint}: {Error}")]
    public static partial void SocketFailed(this ILogger log, string endpoint, string error);
}
