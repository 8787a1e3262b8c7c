namespace Decent.Instance.Git;

internal static partial class GitLog
{
    [LoggerMessage(2001, LogLevel.Information, "Created repository {Folder}")]
    public static partial void Created(this ILogger log, string folder);

    [LoggerMessage(2002, LogLevel.Warning, "Removed {File}, left behind by a git process that was cut off")]
    public static partial void Swept(this ILogger log, string file);

    [LoggerMessage(2003, LogLevel.Warning, "git {Command} was stopped after {Seconds} s, its time budget")]
    public static partial void OverBudget(this ILogger log, string command, double seconds);

    [LoggerMessage(2004, LogLevel.Error, "Writing _info failed; it is tried again after {Seconds} s")]
    public static partial void InfoFailed(this ILogger log, double seconds, Exception cause);
}
