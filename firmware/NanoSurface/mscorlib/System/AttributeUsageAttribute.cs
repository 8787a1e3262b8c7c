namespace System;

public class AttributeUsageAttribute : Attribute
{
    public AttributeUsageAttribute(AttributeTargets a) => throw null;

    public bool AllowMultiple { set => throw null; }
    public bool Inherited { set => throw null; }
}
