namespace System.Diagnostics.CodeAnalysis;

public class DisallowNullAttribute : Attribute
{
    public DisallowNullAttribute() => throw null;
}
