namespace System.Diagnostics.CodeAnalysis;

[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public class MemberNotNullAttribute : Attribute
{
    public MemberNotNullAttribute(string a) => throw null;
    public MemberNotNullAttribute(string[] a) => throw null;

    public string[] Members { get => throw null; }
}
