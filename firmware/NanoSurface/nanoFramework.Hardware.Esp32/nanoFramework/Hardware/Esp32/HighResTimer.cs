using System;

namespace nanoFramework.Hardware.Esp32;

public class HighResTimer : IDisposable
{
    public HighResTimer() => throw null;

    public event HighResTimerExpiredEventHandler OnHighResTimerExpired { add => throw null; remove => throw null; }

    public static ulong GetCurrent() => throw null;
    public void Stop() => throw null;
    public void StartOneShot(ulong a) => throw null;
    public void StartOnePeriodic(ulong a) => throw null;
    protected void Dispose(bool a) => throw null;
    public void Dispose() => throw null;
}
