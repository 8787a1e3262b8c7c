namespace System.Runtime.Versioning;

public class TargetFrameworkAttribute : Attribute
{
    public TargetFrameworkAttribute(string a) => throw null;

    public string FrameworkName { get => throw null; }
    public string FrameworkDisplayName { get => throw null; set => throw null; }
}
