namespace System.Runtime.CompilerServices;

public class ExtensionAttribute : Attribute
{
    public ExtensionAttribute() => throw null;
}
