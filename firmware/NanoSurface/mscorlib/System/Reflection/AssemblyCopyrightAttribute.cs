namespace System.Reflection;

public class AssemblyCopyrightAttribute : Attribute
{
    public AssemblyCopyrightAttribute(string a) => throw null;

    public string Copyright { get => throw null; }
}
