namespace System.Runtime.CompilerServices;

public class CallerArgumentExpressionAttribute : Attribute
{
    public CallerArgumentExpressionAttribute(string a) => throw null;

    public string ParameterName { get => throw null; }
}
