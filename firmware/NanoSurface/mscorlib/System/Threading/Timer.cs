namespace System.Threading;

public class Timer : MarshalByRefObject, IDisposable
{
    public Timer(TimerCallback a, object b, int c, int d) => throw null;
    public Timer(TimerCallback a, object b, TimeSpan c, TimeSpan d) => throw null;

    public bool Change(int a, int b) => throw null;
    public bool Change(TimeSpan a, TimeSpan b) => throw null;
    public void Dispose() => throw null;
}
