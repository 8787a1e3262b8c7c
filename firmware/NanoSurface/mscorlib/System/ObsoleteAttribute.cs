namespace System;

public class ObsoleteAttribute : Attribute
{
    public ObsoleteAttribute() => throw null;
    public ObsoleteAttribute(string a) => throw null;
    public ObsoleteAttribute(string a, bool b) => throw null;

    public string Message { get => throw null; }
    public bool IsError { get => throw null; }
}
