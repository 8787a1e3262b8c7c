namespace System.Reflection;

public class AssemblyConfigurationAttribute : Attribute
{
    public AssemblyConfigurationAttribute(string a) => throw null;

    public string Configuration { get => throw null; }
}
