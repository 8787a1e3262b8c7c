namespace System.Threading;

public struct SpinWait
{
    public void SpinOnce() => throw null;
    public static void SpinUntil(TimeSpan a) => throw null;
    public static void SpinUntil(int a) => throw null;
}
