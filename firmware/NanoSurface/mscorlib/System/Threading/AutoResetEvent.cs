namespace System.Threading;

public class AutoResetEvent : WaitHandle
{
    public AutoResetEvent(bool a) => throw null;

    public bool Reset() => throw null;
    public bool Set() => throw null;
}
