namespace System;

public class SerializableAttribute : Attribute
{
    public SerializableAttribute() => throw null;
}
