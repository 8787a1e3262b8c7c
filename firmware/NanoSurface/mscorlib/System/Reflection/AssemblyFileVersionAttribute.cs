namespace System.Reflection;

public class AssemblyFileVersionAttribute : Attribute
{
    public AssemblyFileVersionAttribute(string a) => throw null;
}
