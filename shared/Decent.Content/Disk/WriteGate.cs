namespace Decent.Content.Disk;

/// <summary>
/// Holds writers back while the power may go: closed, it lets what was begun end and refuses what comes. What belongs together stands in one
/// <see cref="Enter"/>, within which the same thread may enter again, so that nothing is left half done. Thread-safe.
/// </summary>
public sealed class WriteGate
{
    // How deep this thread stands in which gate; two gates are never nested.
    [ThreadStatic]
    private static WriteGate? _inside;

    [ThreadStatic]
    private static int _depth;

    private readonly object _lock = new();
    private int _writers;
    private bool _isClosed;
    private long _refused;

    /// <summary>Whether nothing is written now.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Writes that were refused so far.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Begins a write, which ends when the scope is disposed, on the same thread.</summary>
    /// <exception cref="WritesHeldException">The gate is closed.</exception>
    public Scope Enter()
    {
        Scope scope = EnterIfOpen();
        if (scope.IsEntered)
        {
            return scope;
        }

        Interlocked.Increment(ref _refused);
        throw new WritesHeldException();
    }

    /// <summary>As <see cref="Enter"/>, for what can as well be written later: not entered while the gate is closed.</summary>
    public Scope EnterIfOpen()
    {
        if (_inside != this)
        {
            lock (_lock)
            {
                if (_isClosed)
                {
                    return default;
                }

                _writers++;
            }
        }

        _inside = this;
        _depth++;
        return new Scope(this);
    }

    /// <summary>Lets nobody in any more, and waits for those inside; false when they took longer, which they still do then.</summary>
    public bool Close(TimeSpan atMost)
    {
        long since = TimeProvider.System.GetTimestamp();
        lock (_lock)
        {
            Volatile.Write(ref _isClosed, true);
            while (_writers > 0)
            {
                TimeSpan left = atMost - TimeProvider.System.GetElapsedTime(since);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_lock, left))
                {
                    return _writers == 0;
                }
            }

            return true;
        }
    }

    /// <summary>Lets writers in again.</summary>
    public void Open()
    {
        lock (_lock)
        {
            Volatile.Write(ref _isClosed, false);
        }
    }

    private void Leave()
    {
        if (--_depth > 0)
        {
            return;
        }

        _inside = null;
        lock (_lock)
        {
            if (--_writers == 0)
            {
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>A write that was begun.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly WriteGate? _gate;

        internal Scope(WriteGate gate) => _gate = gate;

        /// <summary>False when the gate was closed, and nothing may be written.</summary>
        public bool IsEntered => _gate is not null;

        /// <summary>Ends it.</summary>
        public void Dispose() => _gate?.Leave();
    }
}
