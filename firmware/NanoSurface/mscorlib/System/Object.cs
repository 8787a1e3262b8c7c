namespace System;

public class Object
{
    public Object() => throw null;

    public virtual string ToString() => throw null;
    public virtual bool Equals(object a) => throw null;
    public static bool Equals(object a, object b) => throw null;
    public static bool ReferenceEquals(object a, object b) => throw null;
    public virtual int GetHashCode() => throw null;
    public Type GetType() => throw null;
    protected object MemberwiseClone() => throw null;
}
