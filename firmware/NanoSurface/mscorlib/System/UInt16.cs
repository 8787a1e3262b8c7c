namespace System;

public struct UInt16
{
    public const ushort MaxValue = 65535;
    public const ushort MinValue = 0;

    public override string ToString() => throw null;
    public string ToString(string a) => throw null;
    public static ushort Parse(string a) => throw null;
    public static bool TryParse(string a, out ushort b) => throw null;
}
