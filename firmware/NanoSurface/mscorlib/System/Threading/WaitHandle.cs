namespace System.Threading;

public abstract class WaitHandle : MarshalByRefObject
{
    public const int WaitTimeout = 258;

    protected WaitHandle() => throw null;

    public bool WaitOne(int a, bool b) => throw null;
    public bool WaitOne() => throw null;
    public static bool WaitAll(WaitHandle[] a, int b, bool c) => throw null;
    public static bool WaitAll(WaitHandle[] a) => throw null;
    public static int WaitAny(WaitHandle[] a, int b, bool c) => throw null;
    public static int WaitAny(WaitHandle[] a) => throw null;
}
