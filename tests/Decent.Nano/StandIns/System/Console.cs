using Decent.Nano;

namespace System;

internal static class Console
{
    public static void WriteLine(string line) => Interpreter.Current.Write(line);
}
