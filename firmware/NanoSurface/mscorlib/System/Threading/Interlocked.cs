namespace System.Threading;

public static class Interlocked
{
    public static int Increment(ref int a) => throw null;
    public static int Exchange(ref int a, int b) => throw null;
    public static int CompareExchange(ref int a, int b, int c) => throw null;
}
