namespace System.Runtime.CompilerServices;

public sealed class IsExternalInit
{
    internal IsExternalInit() => throw null;
}
