namespace System.Runtime.InteropServices;

public sealed class ComVisibleAttribute : Attribute
{
    public ComVisibleAttribute(bool a) => throw null;
}
