namespace System;

public struct Int16
{
    public const short MaxValue = 32767;
    public const short MinValue = -32768;

    public override string ToString() => throw null;
    public string ToString(string a) => throw null;
    public static short Parse(string a) => throw null;
    public static bool TryParse(string a, out short b) => throw null;
}
