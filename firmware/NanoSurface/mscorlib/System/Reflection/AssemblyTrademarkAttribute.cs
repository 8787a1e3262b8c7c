namespace System.Reflection;

public class AssemblyTrademarkAttribute : Attribute
{
    public AssemblyTrademarkAttribute(string a) => throw null;

    public string Trademark { get => throw null; }
}
