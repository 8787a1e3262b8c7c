namespace System.Diagnostics.CodeAnalysis;

public class MaybeNullWhenAttribute : Attribute
{
    public MaybeNullWhenAttribute(bool a) => throw null;

    public bool ReturnValue { get => throw null; }
}
