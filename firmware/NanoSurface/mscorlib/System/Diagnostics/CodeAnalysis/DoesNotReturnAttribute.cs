namespace System.Diagnostics.CodeAnalysis;

public class DoesNotReturnAttribute : Attribute
{
    public DoesNotReturnAttribute() => throw null;
}
