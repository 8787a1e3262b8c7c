namespace Decent.Mqtt.Links;

/// <summary>A message on its way to the broker, and the publisher who waits for its fate.</summary>
internal sealed class Outgoing(MqttMessage message, int connection)
{
    private readonly TaskCompletionSource<MqttPublishResult> _fate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MqttMessage Message => message;

    /// <summary>
    /// The connection that it was meant for; on another it must not go out, because its sender has been told of the loss.
    /// </summary>
    public int Connection => connection;

    public bool IsSettled => _fate.Task.IsCompleted;

    public Task<MqttPublishResult> Fate => _fate.Task;

    public void Settle(MqttPublishResult result) => _fate.TrySetResult(result);
}
