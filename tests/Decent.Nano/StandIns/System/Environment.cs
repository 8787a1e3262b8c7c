using Decent.Nano;

namespace System;

internal static class Environment
{
    public static long TickCount64 => Interpreter.Current.NowMs;
}
