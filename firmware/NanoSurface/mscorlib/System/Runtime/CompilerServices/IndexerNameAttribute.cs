namespace System.Runtime.CompilerServices;

public class IndexerNameAttribute : Attribute
{
    public IndexerNameAttribute(string a) => throw null;
}
