using Decent.Protocol;
namespace Decent.Instance.Git;

internal static partial class GitLog
{
    [LoggerMessage(EventCode.RepositoryMade, LogLevel.Information, "Created repository {Folder}")]
    public static partial void Created(this ILogger log, string folder);

    [LoggerMessage(EventCode.GitSwept, LogLevel.Warning, "Removed {File}, left behind by a git process that was cut off")]
    public static partial void Swept(this ILogger log, string file);

    [LoggerMessage(EventCode.GitOrphanEnded, LogLevel.Warning, "Ended process {Process} of git, which outlived the daemon that started it")]
    public static partial void OrphanEnded(this ILogger log, int process);

    [LoggerMessage(EventCode.GitOverBudget, LogLevel.Warning, "git {Command} was stopped after {Seconds} s, its time budget")]
    public static partial void OverBudget(this ILogger log, string command, double seconds);

    [LoggerMessage(EventCode.InfoFailed, LogLevel.Error, "Writing _info failed; it is tried again after {Seconds} s")]
    public static partial void InfoFailed(this ILogger log, double seconds, Exception cause);
}
