using Decent.Nano;

namespace System.Threading;

/// <summary>Nothing interrupts these; another thread may go on before each.</summary>
internal static class Interlocked
{
    public static int Increment(ref int value)
    {
        Interpreter.Current.Yield();
        return ++value;
    }

    public static int Exchange(ref int value, int with)
    {
        Interpreter.Current.Yield();
        var was = value;
        value = with;
        return was;
    }

    public static int CompareExchange(ref int value, int with, int when)
    {
        Interpreter.Current.Yield();
        var was = value;
        if (was == when) value = with;
        return was;
    }
}
