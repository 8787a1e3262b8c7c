namespace System.Diagnostics.CodeAnalysis;

public class AllowNullAttribute : Attribute
{
    public AllowNullAttribute() => throw null;
}
