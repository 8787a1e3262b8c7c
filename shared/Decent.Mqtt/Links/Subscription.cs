namespace Decent.Mqtt.Links;

/// <summary>A remembered filter.</summary>
internal sealed class Subscription(string filter)
{
    public string Filter { get; } = filter;

    public MqttQos Qos { get; set; }

    /// <summary>The connection on which it was sent last; 0 for none.</summary>
    public int SentOn { get; set; }

    /// <summary>Ends at the broker's answer or with the connection.</summary>
    public TaskCompletionSource Answered { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
