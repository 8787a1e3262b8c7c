namespace System.Runtime.CompilerServices;

public class MethodImplAttribute : Attribute
{
    public MethodImplAttribute(MethodImplOptions a) => throw null;
    public MethodImplAttribute(short a) => throw null;
    public MethodImplAttribute() => throw null;

    public MethodImplOptions Value { get => throw null; }
}
