namespace System.Diagnostics.CodeAnalysis;

public class NotNullWhenAttribute : Attribute
{
    public NotNullWhenAttribute(bool a) => throw null;

    public bool ReturnValue { get => throw null; }
}
