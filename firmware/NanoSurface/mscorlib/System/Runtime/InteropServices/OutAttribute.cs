namespace System.Runtime.InteropServices;

public class OutAttribute : Attribute
{
    public OutAttribute() => throw null;
}
