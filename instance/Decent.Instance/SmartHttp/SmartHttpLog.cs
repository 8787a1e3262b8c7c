using Decent.Protocol;
namespace Decent.Instance.SmartHttp;

internal static partial class SmartHttpLog
{
    [LoggerMessage(EventCode.GitServed, LogLevel.Debug, "git {Asked} of {Path}: {Outcome}, {Bytes} bytes in {Ms} ms")]
    public static partial void Ended(this ILogger log, string asked, string path, SmartHttpOutcome outcome, long bytes, long ms);

    [LoggerMessage(EventCode.GitRequestFailed, LogLevel.Warning, "git {Asked} of {Path} failed after {Bytes} bytes")]
    public static partial void Failed(this ILogger log, string asked, string path, long bytes, Exception cause);

    [LoggerMessage(EventCode.GitDeclined, LogLevel.Information, "git {Asked} of {Path} was declined after {Bytes} bytes: {Words}")]
    public static partial void Declined(this ILogger log, string asked, string path, long bytes, string words);
}
