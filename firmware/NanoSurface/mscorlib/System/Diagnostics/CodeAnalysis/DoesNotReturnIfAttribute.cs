namespace System.Diagnostics.CodeAnalysis;

public class DoesNotReturnIfAttribute : Attribute
{
    public DoesNotReturnIfAttribute(bool a) => throw null;

    public bool ParameterValue { get => throw null; }
}
