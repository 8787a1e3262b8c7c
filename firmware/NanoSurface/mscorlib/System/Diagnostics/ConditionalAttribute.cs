namespace System.Diagnostics;

[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public class ConditionalAttribute : Attribute
{
    public ConditionalAttribute(string a) => throw null;

    public string ConditionString { get => throw null; }
}
