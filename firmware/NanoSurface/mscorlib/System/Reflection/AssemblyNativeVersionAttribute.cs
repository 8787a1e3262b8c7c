namespace System.Reflection;

public class AssemblyNativeVersionAttribute : Attribute
{
    public AssemblyNativeVersionAttribute(string a) => throw null;

    public string NativeVersion { get => throw null; }
}
