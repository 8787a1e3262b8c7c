using System.Threading.Channels;

namespace Decent.Mqtt.Links;

/// <summary>The state of a link, whoever waits for it, and the one task that tells its listeners.</summary>
internal sealed class LinkStatus
{
    private const int ChangesKept = 64;

    private readonly Lock _gate = new();
    private readonly List<(MqttLinkState State, TaskCompletionSource Reached)> _waiters = [];
    private readonly Channel<(MqttLinkChange Change, Action<MqttLinkChange> Listeners)> _changes =
        Channel.CreateBounded<(MqttLinkChange, Action<MqttLinkChange>)>(
        new BoundedChannelOptions(ChangesKept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private Action<MqttLinkChange>? _listeners;
    // Not disconnected: whoever waits for that waits for an attempt to have ended, and none has begun.
    private MqttLinkChange _now = new(MqttLinkState.Connecting, 0);
    private volatile string? _lastError;

    /// <summary>State and attempt, always of one moment.</summary>
    public MqttLinkChange Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
    }

    public string? LastError
    {
        get => _lastError;
        set => _lastError = value;
    }

    /// <summary>Enters a state, unless the link is closed. False when nothing changed.</summary>
    public bool Enter(MqttLinkState state, int connection)
    {
        List<TaskCompletionSource> reached = [];
        List<TaskCompletionSource> hopeless = [];
        lock (_gate)
        {
            var next = new MqttLinkChange(state, connection);
            if (_now.State == MqttLinkState.Closed || _now == next)
                return false;
            _now = next;
            foreach (var waiter in _waiters)
            {
                if (waiter.State == state)
                    reached.Add(waiter.Reached);
                else if (state == MqttLinkState.Closed)
                    hopeless.Add(waiter.Reached);
            }
            _waiters.RemoveAll(w => w.State == state || state == MqttLinkState.Closed);
            if (_listeners is not null)
                _changes.Writer.TryWrite((next, _listeners));
            if (state == MqttLinkState.Closed)
                _changes.Writer.Complete();
        }
        reached.ForEach(r => r.TrySetResult());
        hopeless.ForEach(r => r.TrySetException(new InvalidOperationException("The MQTT link was closed.")));
        return true;
    }

    public async Task WaitForAsync(MqttLinkState state, CancellationToken ct)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_now.State == state)
                return;
            if (_now.State == MqttLinkState.Closed)
                throw new InvalidOperationException("The MQTT link was closed.");
            _waiters.Add((state, reached));
        }
        try
        {
            await reached.Task.WaitAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
                _waiters.RemoveAll(w => w.Reached == reached);
        }
    }

    /// <summary>Adds a listener and tells it where the link stands, so that it cannot have missed the first connection.</summary>
    public void Listen(Action<MqttLinkChange>? listener)
    {
        if (listener is null)
            return;
        lock (_gate)
        {
            _listeners += listener;
            _changes.Writer.TryWrite((_now, listener));
        }
    }

    public void Ignore(Action<MqttLinkChange>? listener)
    {
        lock (_gate)
            _listeners -= listener;
    }

    /// <summary>Tells listeners of each change until the link closes. An exception of theirs is reported, and the others go on.</summary>
    public async Task TellAsync(Action<Exception> failed)
    {
        await foreach (var (change, listeners) in _changes.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                listeners(change);
            }
            catch (Exception exception)
            {
                failed(exception);
            }
        }
    }
}
