namespace System.Reflection;

public class AssemblyDescriptionAttribute : Attribute
{
    public AssemblyDescriptionAttribute(string a) => throw null;

    public string Description { get => throw null; }
}
