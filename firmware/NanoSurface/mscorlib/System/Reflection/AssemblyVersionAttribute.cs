namespace System.Reflection;

public class AssemblyVersionAttribute : Attribute
{
    public AssemblyVersionAttribute(string a) => throw null;
}
