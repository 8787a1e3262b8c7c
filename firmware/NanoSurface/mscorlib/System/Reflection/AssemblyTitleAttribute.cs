namespace System.Reflection;

public class AssemblyTitleAttribute : Attribute
{
    public AssemblyTitleAttribute(string a) => throw null;
}
