namespace System.Threading;

public class ManualResetEvent : WaitHandle
{
    public ManualResetEvent(bool a) => throw null;

    public bool Reset() => throw null;
    public bool Set() => throw null;
}
