namespace System.Diagnostics.CodeAnalysis;

public class NotNullAttribute : Attribute
{
    public NotNullAttribute() => throw null;
}
