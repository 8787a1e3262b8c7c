using Decent.Protocol;
using Microsoft.Extensions.Logging;

namespace Decent.Hosting.Gateway;

internal static partial class GatewayLog
{
    [LoggerMessage(EventCode.LookupEnded, LogLevel.Information, "{What}: {Path}; {Status} after {ElapsedMs} ms")]
    public static partial void Ended(this ILogger log, string what, string path, int status, long elapsedMs);

    [LoggerMessage(EventCode.LookupEnded, LogLevel.Debug, "{What}: {Path}; {Status} after {ElapsedMs} ms")]
    public static partial void Hit(this ILogger log, string what, string path, int status, long elapsedMs);

    [LoggerMessage(EventCode.GatewayFailed, LogLevel.Error, "A listener of answers failed")]
    public static partial void ListenerFailed(this ILogger log, Exception error);

    [LoggerMessage(EventCode.GatewayAborted, LogLevel.Warning, "{Cid}: the stored bytes are wrong; the response was ended")]
    public static partial void Aborted(this ILogger log, string cid);
}
