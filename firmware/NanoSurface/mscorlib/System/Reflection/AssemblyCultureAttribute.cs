namespace System.Reflection;

public class AssemblyCultureAttribute : Attribute
{
    public AssemblyCultureAttribute(string a) => throw null;

    public string Culture { get => throw null; }
}
