using Decent.Protocol;
using Decent.Mqtt;

namespace Decent.Instance.Relay;

internal static partial class RelayLog
{
    [LoggerMessage(EventCode.CommitRelayed, LogLevel.Information, "{Commits} commits of group {Group} told; its sequence is {Sequence}")]
    public static partial void Told(this ILogger log, int commits, int group, long sequence);

    [LoggerMessage(EventCode.RelayOverflow, LogLevel.Warning,
        "More than {Most} commits wait for the broker: group {Group} falls back to its manifest, and nodes ask for what they missed")]
    public static partial void Overflow(this ILogger log, int most, int group);

    [LoggerMessage(EventCode.RelayRefused, LogLevel.Error, "The broker does not take {Topic} ({Result}): let this instance's user write decent/# there")]
    public static partial void Refused(this ILogger log, string topic, MqttPublishResult result);

    [LoggerMessage(EventCode.RelayFailed, LogLevel.Error, "The index could not be read for the relay; it is tried again after {Seconds} s")]
    public static partial void IndexUnread(this ILogger log, int seconds, Exception cause);
}
