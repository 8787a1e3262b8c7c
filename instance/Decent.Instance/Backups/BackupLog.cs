using Decent.Protocol;

namespace Decent.Instance.Backups;

internal static partial class BackupLog
{
    [LoggerMessage(EventCode.BackupSent, LogLevel.Information, "A backup was given out in {Seconds:0.0} s")]
    public static partial void Sent(this ILogger log, double seconds);

    [LoggerMessage(EventCode.BackupFailed, LogLevel.Error, "A backup ended before it was whole; nobody takes it for one")]
    public static partial void Failed(this ILogger log, Exception cause);

    [LoggerMessage(EventCode.BackupKept, LogLevel.Information, "A backup was verified and kept: {File}, {Bytes} bytes")]
    public static partial void Kept(this ILogger log, string file, long bytes);
}
