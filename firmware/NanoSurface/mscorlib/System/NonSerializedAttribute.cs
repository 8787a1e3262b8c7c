namespace System;

public class NonSerializedAttribute : Attribute
{
    public NonSerializedAttribute() => throw null;
}
