namespace System;

public struct Int32
{
    public const int MaxValue = 2147483647;

    public override string ToString() => throw null;
}
