using Decent.Protocol;

namespace Decent.Edge.CatchUp;

internal static partial class CatchUpLog
{
    [LoggerMessage(
        EventCode.CatchUpEnded, LogLevel.Information,
        "Caught up with {Groups} groups: {Heads} heads are the newest, {Newer} of them since now; {Requests} questions, {Bytes} bytes")]
    public static partial void Ended(this ILogger log, int groups, int heads, int newer, int requests, long bytes);

    [LoggerMessage(EventCode.CatchUpBroken, LogLevel.Warning, "Catching up was broken off, because the instance did not answer; it goes on when it does")]
    public static partial void Broken(this ILogger log);

    [LoggerMessage(EventCode.NodeFailed, LogLevel.Error, "Catching up failed")]
    public static partial void Failed(this ILogger log, Exception error);

    [LoggerMessage(
        EventCode.NodeFailed, LogLevel.Warning,
        "What is known of the instance's shards is not kept: {Reason}. A restart before the next pass asks for it again")]
    public static partial void NotKept(this ILogger log, string reason);

    [LoggerMessage(
        EventCode.InstanceBehind, LogLevel.Warning,
        "The instance has {Now} writes in shard {Shard}, and {Was} were known: was it restored from a backup? What is known of newer versions stays")]
    public static partial void Behind(this ILogger log, int shard, long now, long was);
}
