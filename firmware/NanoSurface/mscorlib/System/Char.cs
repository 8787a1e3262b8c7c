namespace System;

public struct Char
{
    public override string ToString() => throw null;
}
