namespace System;

public class Version
{
    public Version(int a, int b, int c, int d) => throw null;
    public Version(int a, int b) => throw null;

    public int Major { get => throw null; }
    public int Minor { get => throw null; }
    public int Revision { get => throw null; }
    public int Build { get => throw null; }

    public override bool Equals(object a) => throw null;
    public override string ToString() => throw null;
    public override int GetHashCode() => throw null;
}
