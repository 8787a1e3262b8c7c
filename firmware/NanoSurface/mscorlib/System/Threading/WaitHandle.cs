namespace System.Threading;

public abstract class WaitHandle : MarshalByRefObject
{
    protected WaitHandle() => throw null;

    public bool WaitOne(int a, bool b) => throw null;
    public bool WaitOne() => throw null;
}
