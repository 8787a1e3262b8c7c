namespace System;

public static class Console
{
    public static void Write(string a) => throw null;
    public static void WriteLine() => throw null;
    public static void WriteLine(string a) => throw null;
}
