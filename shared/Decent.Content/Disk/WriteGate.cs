using System.Globalization;
using System.Runtime.CompilerServices;

namespace Decent.Content.Disk;

/// <summary>
/// Holds writers back while the power may go: closed, it lets what was begun end and refuses what comes. What belongs together stands in one
/// <see cref="Enter"/>, within which the same thread may enter again, so that nothing is left half done. It knows who is inside, for whoever waits too
/// long. Thread-safe.
/// </summary>
public sealed class WriteGate
{
    // Where this thread is inside; two gates are never nested.
    [ThreadStatic]
    private static Visit? _visit;

    private readonly object _lock = new();
    private readonly List<Visit> _inside = [];
    private Step _awaited;
    private bool _isClosed;
    private long _refused;

    /// <summary>Raised on a thread that left it open: for what comes after writing, and which nobody is to wait for.</summary>
    public event Action? Left;

    /// <summary>Whether nothing is written now.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Writes that were refused so far.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Who is still inside of a closed gate, or left it last, and for how long that one was inside; empty for nobody.</summary>
    public string Awaited
    {
        get
        {
            lock (_lock)
            {
                return (_inside.Count > 0 ? _inside[0].Step : _awaited).ToString();
            }
        }
    }

    /// <summary>Begins a write, which ends when the scope is disposed, on the same thread.</summary>
    /// <param name="member">Of the caller, by which <see cref="Awaited"/> names it.</param>
    /// <param name="file">As above.</param>
    /// <exception cref="WritesHeldException">The gate is closed.</exception>
    public Scope Enter([CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        Scope scope = EnterIfOpen(member, file);
        if (scope.IsEntered)
        {
            return scope;
        }

        throw Refusal();
    }

    /// <summary>For what need not be waited for, because it changes nothing of what files and index say: refused like a write, and has no scope.</summary>
    /// <exception cref="WritesHeldException">The gate is closed.</exception>
    public void Check()
    {
        if (IsClosed && _visit is not { Depth: > 0 })
        {
            throw Refusal();
        }
    }

    /// <summary>As <see cref="Enter"/>, for what can as well be written later: not entered while the gate is closed.</summary>
    public Scope EnterIfOpen([CallerMemberName] string member = "", [CallerFilePath] string file = "")
    {
        Visit visit = _visit ??= new Visit();
        visit.Note(member, file);
        if (visit.Depth == 0)
        {
            lock (_lock)
            {
                if (_isClosed)
                {
                    return default;
                }

                _inside.Add(visit);
            }
        }

        visit.Depth++;
        return new Scope(this);
    }

    /// <summary>Lets nobody in any more, and waits for those inside; false when they took longer, which they still do then.</summary>
    public bool Close(TimeSpan atMost)
    {
        long since = TimeProvider.System.GetTimestamp();
        lock (_lock)
        {
            // One that is closed already was waited for in vain before: whom for is still the answer.
            _awaited = _isClosed ? _awaited : default;
            Volatile.Write(ref _isClosed, true);
            while (_inside.Count > 0)
            {
                TimeSpan left = atMost - TimeProvider.System.GetElapsedTime(since);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_lock, left))
                {
                    return _inside.Count == 0;
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

    private WritesHeldException Refusal()
    {
        Interlocked.Increment(ref _refused);
        return new WritesHeldException();
    }

    private void Leave()
    {
        Visit visit = _visit!;
        if (--visit.Depth > 0)
        {
            return;
        }

        lock (_lock)
        {
            _inside.Remove(visit);
            if (_isClosed)
            {
                _awaited = visit.Step;
                Monitor.PulseAll(_lock);
                return;
            }
        }

        Left?.Invoke();
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

    /// <summary>A thread that is inside, or was.</summary>
    private sealed class Visit
    {
        private Caller _first;
        private Caller _last;
        private long _since;

        public int Depth { get; set; }

        public Step Step => new(_first, _last, TimeProvider.System.GetElapsedTime(_since));

        public void Note(string member, string file)
        {
            _last = new Caller(member, file);
            if (Depth == 0)
            {
                (_first, _since) = (_last, TimeProvider.System.GetTimestamp());
            }
        }
    }

    /// <summary>Who began to write, what is being done for it, and how long it takes.</summary>
    private readonly record struct Step(Caller First, Caller Last, TimeSpan Inside)
    {
        public override string ToString() => First.Member is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{First}{(Last == First ? "" : $" > {Last}")} for {Inside.TotalMilliseconds:0} ms");
    }

    private readonly record struct Caller(string Member, string File)
    {
        public override string ToString() => $"{Path.GetFileNameWithoutExtension(File)}.{Member}";
    }
}
