namespace System;

public abstract class ValueType
{
    protected ValueType() => throw null;

    public override bool Equals(object a) => throw null;
}
