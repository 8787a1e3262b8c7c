using System;
using System.Threading;

namespace Decent.Nano;

/// <summary>One thread of the simulated interpreter. It runs only while it has the turn.</summary>
public sealed class NanoThread
{
    internal NanoThread(string name, bool ofWorld)
    {
        Name = name;
        OfWorld = ofWorld;
    }

    public string Name { get; }

    /// <summary>A server's or the story's own: not one that the device started.</summary>
    public bool OfWorld { get; }

    public bool Ended { get; internal set; }

    /// <summary>What ended it.</summary>
    public Exception? Unhandled { get; internal set; }

    internal SemaphoreSlim Turn { get; } = new(0);

    /// <summary>Signalled when its last instruction is done.</summary>
    internal SemaphoreSlim Gone { get; } = new(0);

    internal Func<bool>? Ready { get; set; }

    internal long DeadlineMs { get; set; } = Interpreter.Never;
}
