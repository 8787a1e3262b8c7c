namespace System.Reflection;

public abstract class MemberInfo
{
    protected MemberInfo() => throw null;

    public string Name { get => throw null; }
    public virtual Type DeclaringType { get => throw null; }

    public object[] GetCustomAttributes(bool a) => throw null;
}
