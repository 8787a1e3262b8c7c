namespace Decent.Mqtt;

/// <summary>The machine lacks something, or something stands in the way; the message is one sentence that says what to do.</summary>
public sealed class MqttSetupException : Exception
{
    /// <summary>For serializers and analyzers; ours always carry a sentence.</summary>
    public MqttSetupException()
    {
    }

    /// <summary>Carries the sentence.</summary>
    public MqttSetupException(string message)
        : base(message)
    {
    }

    /// <summary>Carries the sentence and what led to it.</summary>
    public MqttSetupException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
