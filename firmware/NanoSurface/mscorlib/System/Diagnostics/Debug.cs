namespace System.Diagnostics;

public static class Debug
{
    [Conditional("DEBUG")]
    public static void Assert(bool a) => throw null;
    [Conditional("DEBUG")]
    public static void Assert(bool a, string b) => throw null;
    [Conditional("DEBUG")]
    public static void Assert(bool a, string b, string c) => throw null;
    [Conditional("DEBUG")]
    public static void Write(string a) => throw null;
    [Conditional("DEBUG")]
    public static void WriteLine() => throw null;
    [Conditional("DEBUG")]
    public static void WriteLine(string a) => throw null;
}
