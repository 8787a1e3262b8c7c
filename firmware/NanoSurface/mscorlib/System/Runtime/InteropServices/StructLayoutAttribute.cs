namespace System.Runtime.InteropServices;

public class StructLayoutAttribute : Attribute
{
    public int Pack;
    public int Size;
    public CharSet CharSet;

    public StructLayoutAttribute(LayoutKind a) => throw null;
    public StructLayoutAttribute(short a) => throw null;

    public LayoutKind Value { get => throw null; }
}
