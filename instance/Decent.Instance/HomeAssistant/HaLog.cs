using Decent.Mqtt;
using Decent.Protocol;

namespace Decent.Instance.HomeAssistant;

internal static partial class HaLog
{
    [LoggerMessage(EventCode.HaNotTold, LogLevel.Error, "Home Assistant could not be told; it is tried again with the next news")]
    public static partial void NotTold(this ILogger log, Exception cause);

    [LoggerMessage(EventCode.HaNotSent, LogLevel.Warning, "{Topic} was not published: {Result}")]
    public static partial void NotSent(this ILogger log, string topic, MqttPublishResult result);

    [LoggerMessage(EventCode.HaHidden, LogLevel.Information,
        "{Node} was deleted in Home Assistant and is not shown there any more; 'decent-instance home-assistant show {Node}' brings it back")]
    public static partial void Hidden(this ILogger log, string node);

    [LoggerMessage(EventCode.HaPressed, LogLevel.Information, "{Verb} of {Node} was pressed in Home Assistant: {Sentence}")]
    public static partial void Pressed(this ILogger log, string node, string verb, string sentence);

    [LoggerMessage(EventCode.HaNotPressed, LogLevel.Warning, "A press of {Verb} for {Node} was ignored: retained, or no button of ours")]
    public static partial void NotPressed(this ILogger log, string node, string verb);

    [LoggerMessage(EventCode.HaPressFailed, LogLevel.Error, "{Verb} of {Node} could not be said")]
    public static partial void PressFailed(this ILogger log, string node, string verb, Exception cause);
}
