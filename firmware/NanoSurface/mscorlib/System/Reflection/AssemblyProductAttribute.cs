namespace System.Reflection;

public class AssemblyProductAttribute : Attribute
{
    public AssemblyProductAttribute(string a) => throw null;
}
