namespace System.Runtime.CompilerServices;

[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public class InternalsVisibleToAttribute : Attribute
{
    public InternalsVisibleToAttribute(string a) => throw null;

    public string AssemblyName { get => throw null; }
}
