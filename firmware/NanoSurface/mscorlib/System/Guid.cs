namespace System;

public struct Guid
{
    public static readonly Guid Empty;

    public Guid(int a, short b, short c, byte d, byte e, byte f, byte g, byte h, byte i, byte j, byte k) => throw null;
    public Guid(uint a, ushort b, ushort c, byte d, byte e, byte f, byte g, byte h, byte i, byte j, byte k) => throw null;
    public Guid(byte[] a) => throw null;
    public Guid(string a) => throw null;

    public int CompareTo(object a) => throw null;
    public byte[] ToByteArray() => throw null;
    public override string ToString() => throw null;
    public override bool Equals(object a) => throw null;
    public override int GetHashCode() => throw null;
    public static Guid NewGuid() => throw null;
    public static bool TryParseGuidWithDashes(string a, out Guid b) => throw null;
}
