using Decent.Protocol;

namespace Decent.Edge.Fetching;

internal static partial class FetchingLog
{
    [LoggerMessage(EventCode.InstanceAway, LogLevel.Warning, "The instance does not answer ({Reason}); peers and cache go on without it")]
    public static partial void InstanceAway(this ILogger log, string reason);

    [LoggerMessage(EventCode.InstanceBack, LogLevel.Information, "The instance answers again")]
    public static partial void InstanceBack(this ILogger log);

    [LoggerMessage(EventCode.PeerFailed, LogLevel.Information, "{Source}: {Answer} while fetching {What}")]
    public static partial void SourceFailed(this ILogger log, Uri source, SourceAnswer answer, string what);

    [LoggerMessage(EventCode.HeadNotBelieved, LogLevel.Warning, "{Source} tells a version of {Id} that is not believed: {Verdict}")]
    public static partial void NotBelieved(this ILogger log, Uri source, string id, HeadVerdict verdict);

    [LoggerMessage(EventCode.HeadOlder, LogLevel.Warning, "{Source} tells write {Count} of {Id}, and write {Known} is known: refused")]
    public static partial void Older(this ILogger log, Uri source, long count, string id, long known);

    [LoggerMessage(
        EventCode.HeadConflict, LogLevel.Error,
        "{Source} tells write {Count} of {Id} as commit {Commit}, and it is known as {Known}: a conflict of history, refused")]
    public static partial void Conflict(this ILogger log, Uri source, long count, string id, string commit, string known);

    [LoggerMessage(EventCode.KeysLearned, LogLevel.Information, "The instance signs with key {Id} now, which follows from the pinned one ({Source})")]
    public static partial void KeysLearned(this ILogger log, string id, Uri source);

    [LoggerMessage(
        EventCode.KeysForked, LogLevel.Error,
        "{Source} tells a key that a known key has signed beside its successor: refused; somebody else has its private part")]
    public static partial void KeysForked(this ILogger log, Uri source);

    [LoggerMessage(EventCode.NodeFailed, LogLevel.Error, "Fetching {What} failed")]
    public static partial void FetchFailed(this ILogger log, string what, Exception error);
}
