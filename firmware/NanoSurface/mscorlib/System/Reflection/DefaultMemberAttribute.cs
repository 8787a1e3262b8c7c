namespace System.Reflection;

public class DefaultMemberAttribute : Attribute
{
    public DefaultMemberAttribute(string a) => throw null;
}
