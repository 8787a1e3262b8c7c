namespace System.Diagnostics.CodeAnalysis;

public class MaybeNullAttribute : Attribute
{
    public MaybeNullAttribute() => throw null;
}
