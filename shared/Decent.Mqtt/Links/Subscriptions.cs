namespace Decent.Mqtt.Links;

/// <summary>The filters that every connection of a link must have.</summary>
internal sealed class Subscriptions
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Subscription> _byFilter = new(StringComparer.Ordinal);
    private int _completeOn;

    /// <summary>Remembers a filter, to be sent even if it was sent before; the task ends at the answer.</summary>
    public Task Add(string filter, MqttQos qos)
    {
        lock (_gate)
        {
            if (!_byFilter.TryGetValue(filter, out var subscription))
                _byFilter[filter] = subscription = new Subscription(filter);
            subscription.Qos = qos;
            subscription.SentOn = 0;
            _completeOn = 0;
            if (subscription.Answered.Task.IsCompleted)
                subscription.Answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return subscription.Answered.Task;
        }
    }

    /// <summary>What this connection still lacks, now marked as sent on it.</summary>
    public List<Subscription> TakeUnsent(int connection)
    {
        lock (_gate)
        {
            if (_completeOn == connection)
                return [];
            _completeOn = connection;
            var unsent = _byFilter.Values.Where(s => s.SentOn != connection).ToList();
            unsent.ForEach(s => s.SentOn = connection);
            return unsent;
        }
    }

    /// <summary>The connection is gone: nobody waits any longer, everything stays remembered.</summary>
    public void ReleaseWaiters()
    {
        lock (_gate)
        {
            foreach (var subscription in _byFilter.Values)
                subscription.Answered.TrySetResult();
        }
    }
}
