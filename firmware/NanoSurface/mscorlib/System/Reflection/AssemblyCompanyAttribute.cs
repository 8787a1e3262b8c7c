namespace System.Reflection;

public class AssemblyCompanyAttribute : Attribute
{
    public AssemblyCompanyAttribute(string a) => throw null;
}
