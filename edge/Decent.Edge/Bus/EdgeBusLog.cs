using Decent.Protocol;

namespace Decent.Edge.Bus;

internal static partial class EdgeBusLog
{
    [LoggerMessage(EventCode.BusConnected, LogLevel.Information, "On the bus as link {Link}")]
    public static partial void Connected(this ILogger log, string link);

    [LoggerMessage(EventCode.BusLost, LogLevel.Warning, "Off the bus: {Reason}")]
    public static partial void Lost(this ILogger log, string reason);

    [LoggerMessage(EventCode.BusRefused, LogLevel.Error, "A frame for the bus failed")]
    public static partial void GreetingFailed(this ILogger log, Exception error);

    [LoggerMessage(EventCode.GatewayFailed, LogLevel.Error, "{Topic}: taking it failed")]
    public static partial void NotTaken(this ILogger log, string topic, Exception error);

    [LoggerMessage(EventCode.RunJudged, LogLevel.Information, "The instance's verdict on the run before: {Verdict}")]
    public static partial void Judged(this ILogger log, string verdict);

    [LoggerMessage(EventCode.FrameMalformed, LogLevel.Debug, "{Topic}: not understood")]
    public static partial void NotUnderstood(this ILogger log, string topic);
}
