using System;

namespace nanoFramework.Runtime.Events;

public class NativeEventDispatcher : IDisposable
{
    protected NativeEventHandler threadSpawn;
    protected NativeEventHandler callbacks;
    protected bool disposed;

    public NativeEventDispatcher(string a, ulong b) => throw null;
    internal NativeEventDispatcher() => throw null;

    public event NativeEventHandler OnInterrupt { add => throw null; remove => throw null; }

    public void EnableInterrupt() => throw null;
    public void DisableInterrupt() => throw null;
    protected void Dispose(bool a) => throw null;
    public void Dispose() => throw null;
}
