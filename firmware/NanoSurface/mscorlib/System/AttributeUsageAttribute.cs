namespace System;

public class AttributeUsageAttribute : Attribute
{
    public AttributeUsageAttribute(AttributeTargets a) => throw null;

    public AttributeTargets ValidOn { get => throw null; }
    public bool AllowMultiple { get => throw null; set => throw null; }
    public bool Inherited { get => throw null; set => throw null; }
}
