using Decent.Mqtt;
using Decent.Protocol;

namespace Decent.Instance.Nodes;

internal static partial class NodesLog
{
    [LoggerMessage(EventCode.NodesRebuilt, LogLevel.Warning, "{File} is damaged ({Reason}); it is moved aside and begun anew, and nodes fill it as they speak")]
    public static partial void Damaged(this ILogger log, string file, string reason);

    [LoggerMessage(EventCode.NodeBorn, LogLevel.Information, "Node {Node} is born: boot {Boot}, connect {Connects}")]
    public static partial void Born(this ILogger log, string node, uint boot, uint connects);

    [LoggerMessage(EventCode.NodeGone, LogLevel.Information, "Node {Node} is gone: {State}")]
    public static partial void Gone(this ILogger log, string node, NodeState state);

    [LoggerMessage(EventCode.NodesUnwatched, LogLevel.Error, "It could not be noted that nodes are seen; it is tried again")]
    public static partial void NotWatched(this ILogger log, Exception cause);

    [LoggerMessage(EventCode.NodeSwept, LogLevel.Information, "The broker keeps nothing of node {Node} any more; it kept {Count} messages")]
    public static partial void Swept(this ILogger log, string node, int count);

    [LoggerMessage(EventCode.NodeUnswept, LogLevel.Warning, "The broker may still keep words of removed nodes; it is tried again after {Seconds} s")]
    public static partial void NotSwept(this ILogger log, int seconds, Exception cause);

    [LoggerMessage(EventCode.NodeWordUnsaid, LogLevel.Debug, "A frame for node {Node} was not said: {Result}")]
    public static partial void NotSaid(this ILogger log, string node, MqttPublishResult result);

    [LoggerMessage(EventCode.NodeVoiceFailed, LogLevel.Error, "A frame for a node could not be made; nodes ask again")]
    public static partial void VoiceFailed(this ILogger log, Exception cause);

    [LoggerMessage(EventCode.FrameDropped, LogLevel.Debug, "A message on {Topic} was dropped: {Verdict}")]
    public static partial void Dropped(this ILogger log, string topic, FrameVerdict verdict);

    [LoggerMessage(EventCode.NodesUnstored, LogLevel.Error, "{Count} messages of nodes could not be stored; it is tried again after {Seconds} s")]
    public static partial void NotStored(this ILogger log, int count, int seconds, Exception cause);
}
