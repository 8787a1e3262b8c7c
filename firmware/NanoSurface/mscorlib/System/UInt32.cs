namespace System;

public struct UInt32
{
    public const uint MaxValue = 4294967295;
    public const uint MinValue = 0;

    public override string ToString() => throw null;
    public string ToString(string a) => throw null;
    public static uint Parse(string a) => throw null;
    public static bool TryParse(string a, out uint b) => throw null;
}
