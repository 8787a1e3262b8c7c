using System.Text;

namespace Decent.Mqtt.Tests;

/// <summary>Awaiting with a bound, so that a missing event fails a test instead of hanging it.</summary>
internal static class LinkExtensions
{
    public static Task Reaches(this IMqttLink link, MqttLinkState state) =>
        link.WaitForAsync(state, CancellationToken.None).WaitAsync(Some.Patience, TimeProvider.System);

    /// <summary>Returns when an attempt later than this one is refused.</summary>
    public static async Task Refused(this IMqttLink link, int after)
    {
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        link.Changed += Watch;
        await refused.Task.WaitAsync(Some.Patience, TimeProvider.System);
        link.Changed -= Watch;

        void Watch(MqttLinkChange change)
        {
            if (change.State == MqttLinkState.Refused && change.Connection > after)
                refused.TrySetResult();
        }
    }

    public static async Task Hears(this IMqttLink link, string filter, MqttQos qos = MqttQos.AtLeastOnce) =>
        await link.SubscribeAsync(filter, qos, CancellationToken.None).AsTask().WaitAsync(Some.Patience, TimeProvider.System);

    public static Task<MqttPublishResult> Says(
        this IMqttLink link, string topic, string text, MqttQos qos = MqttQos.AtLeastOnce, bool retain = false) =>
        link.PublishAsync(topic, Some.Bytes(text), qos, retain, CancellationToken.None).AsTask();

    public static Task<MqttMessage> Next(this IMqttLink link) =>
        link.Inbox.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Some.Patience, TimeProvider.System);

    public static string Text(this MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
