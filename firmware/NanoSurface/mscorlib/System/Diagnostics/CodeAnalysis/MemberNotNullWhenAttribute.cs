namespace System.Diagnostics.CodeAnalysis;

[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public class MemberNotNullWhenAttribute : Attribute
{
    public MemberNotNullWhenAttribute(bool a, string b) => throw null;
    public MemberNotNullWhenAttribute(bool a, string[] b) => throw null;

    public bool ReturnValue { get => throw null; }
    public string[] Members { get => throw null; }
}
