namespace System.Diagnostics.CodeAnalysis;

public class NotNullIfNotNullAttribute : Attribute
{
    public NotNullIfNotNullAttribute(string a) => throw null;

    public string ParameterName { get => throw null; }
}
