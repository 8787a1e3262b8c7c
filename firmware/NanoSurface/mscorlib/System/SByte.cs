namespace System;

public struct SByte
{
    public const sbyte MaxValue = 127;
    public const sbyte MinValue = -128;

    public override string ToString() => throw null;
    public string ToString(string a) => throw null;
    public static sbyte Parse(string a) => throw null;
    public static bool TryParse(string a, out sbyte b) => throw null;
}
