namespace System;

public class ParamArrayAttribute : Attribute
{
    public ParamArrayAttribute() => throw null;
}
