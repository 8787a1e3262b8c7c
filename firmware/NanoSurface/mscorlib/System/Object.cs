namespace System;

public class Object
{
    public Object() => throw null;

    public virtual string ToString() => throw null;
}
