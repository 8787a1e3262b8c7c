using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Decent.Peer;

namespace Decent.Nano;

/// <summary>
/// nanoFramework's interpreter as its threads know it: one runs at a time. The others wait for something or for the clock, which leaps to the next
/// deadline when all of them wait; a seed chooses which of several goes on. So an hour passes in an instant, and the same way each time.
/// </summary>
public sealed class Interpreter
{
    internal const long Never = long.MaxValue;
    private const int LookMs = 10;
    private static readonly TimeSpan StoryLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(2);

    [ThreadStatic]
    private static Interpreter? t_interpreter;

    [ThreadStatic]
    private static NanoThread? t_thread;

    private readonly List<NanoThread> _threads = [];
    private readonly List<Exception> _unhandled = [];
    private readonly List<string> _console = [];
    private readonly Rng _rng;
    private readonly SemaphoreSlim _done = new(0);
    private NanoThread? _story;
    private Exception? _failure;
    private bool _over;

    private Interpreter(ulong seed) => _rng = new Rng(seed);

    /// <summary>The one whose thread this is.</summary>
    public static Interpreter Current => t_interpreter ?? throw new InvalidOperationException("not a thread of the simulated interpreter");

    public long NowMs { get; private set; }

    public Census Census { get; } = new();

    public Lan Lan { get; } = new();

    public Drive Drive { get; } = new();

    /// <summary>Free heap as the device is told; 0: it is not told.</summary>
    public uint FreeBytes { get; set; }

    /// <summary>The native parts of HMAC are not linked in.</summary>
    public bool LacksHmac { get; set; }

    /// <summary>Lines that the device wrote.</summary>
    public IReadOnlyList<string> Console => _console;

    /// <summary>Names of the threads that the device started and that live.</summary>
    public IReadOnlyList<string> DeviceThreads => [.. _threads.Where(thread => !thread.OfWorld).Select(thread => thread.Name)];

    /// <summary>What ended threads: as there, it ends that one and no program.</summary>
    public IReadOnlyList<Exception> Unhandled => _unhandled;

    internal static NanoThread CurrentThread => t_thread!;

    /// <summary>Tells a story as one of the threads; its exceptions are the caller's. All other threads are gone when this returns.</summary>
    public static void Run(Action<Interpreter> story, ulong seed = 1)
    {
        var interpreter = new Interpreter(seed);
        interpreter._story = interpreter.Make("story", true, () => story(interpreter));
        interpreter._story.Turn.Release();
        if (!interpreter._done.Wait(StoryLimit)) throw new TimeoutException("a thread runs and never waits: " + interpreter.Describe());
        if (interpreter._failure is { } failure) throw new InvalidOperationException(failure.Message, failure);
        if (interpreter._story.Unhandled is { } exception) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
    }

    /// <summary>A thread of a server's.</summary>
    public void Play(string name, Action body) => Make(name, true, body);

    /// <summary>The device's program, in a thread of the device.</summary>
    public void Boot(string name, Action body) => Make(name, false, body);

    /// <summary>Lets the others run for so long; below 0: for ever.</summary>
    public void Sleep(long ms) => Wait(() => false, ms);

    /// <summary>Lets the others run until it holds, looking every 10 ms; fails when it does not within the limit. Milliseconds that it took.</summary>
    public long Until(string what, Func<bool> holds, long limitMs = 120_000)
    {
        var beganMs = NowMs;
        while (!holds())
        {
            if (NowMs - beganMs >= limitMs) throw new TimeoutException($"not within {limitMs} ms: {what}; {Describe()}");
            Sleep(LookMs);
        }

        return NowMs - beganMs;
    }

    internal NanoThread Make(string name, bool ofWorld, Action body)
    {
        NanoThread thread = new(name, ofWorld) { Ready = static () => true };
        _threads.Add(thread);
        _ = Task.Factory.StartNew(() => Live(thread, body), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return thread;
    }

    /// <summary>Waits until it holds, which is told, or for so long; below 0: for ever. What holds at the return holds until the next wait.</summary>
    internal bool Wait(Func<bool> holds, long ms)
    {
        var self = CurrentThread;
        if (_over) throw new InterpreterOverException();
        self.Ready = holds;
        self.DeadlineMs = ms < 0 ? Never : NowMs + ms;
        var next = Choose();
        if (next != self)
        {
            next?.Turn.Release();
            self.Turn.Wait();
        }

        if (_over) throw new InterpreterOverException();
        return holds();
    }

    /// <summary>Any other thread may go on here, as after a time slice.</summary>
    internal void Yield() => Wait(static () => true, 0);

    internal void Write(string line) => _console.Add(line);

    private void Live(NanoThread self, Action body)
    {
        (t_interpreter, t_thread) = (this, self);
        self.Turn.Wait();
        try
        {
            if (!_over) body();
        }
        catch (InterpreterOverException)
        {
            // The story is over.
        }
        catch (Exception e)
        {
            self.Unhandled = e;
            _unhandled.Add(e);
        }

        self.Ended = true;
        _threads.Remove(self);
        if (self == _story) End();
        else if (!_over) Choose()?.Turn.Release();
        self.Gone.Release();
    }

    // One after the other, so that none runs beside another even now.
    private void End()
    {
        _over = true;
        foreach (var thread in _threads.ToList())
        {
            thread.Turn.Release();
            if (!thread.Gone.Wait(EndLimit)) _failure ??= new TimeoutException("does not end: " + thread.Name);
        }

        _done.Release();
    }

    private NanoThread? Choose()
    {
        while (true)
        {
            var ready = _threads.Where(thread => thread.DeadlineMs <= NowMs || thread.Ready!()).ToList();
            if (ready.Count > 0) return ready[_rng.Below(ready.Count)];
            var next = _threads.Min(thread => thread.DeadlineMs);
            if (next == Never) return Fail("all threads wait for ever");
            NowMs = next;
        }
    }

    private NanoThread? Fail(string what)
    {
        _failure ??= new InvalidOperationException(what + ": " + Describe());
        _over = true;
        // The story's thread ends all others.
        return _story;
    }

    private string Describe() => $"at {NowMs} ms, threads " + string.Join(", ", _threads.Select(thread => thread.Name));
}
