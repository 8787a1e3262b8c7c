namespace System;

public static class Console
{
    public static void WriteLine(string a) => throw null;
}
