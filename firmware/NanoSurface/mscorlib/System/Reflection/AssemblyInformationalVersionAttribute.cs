namespace System.Reflection;

public class AssemblyInformationalVersionAttribute : Attribute
{
    public AssemblyInformationalVersionAttribute(string a) => throw null;

    public string InformationalVersion { get => throw null; }
}
