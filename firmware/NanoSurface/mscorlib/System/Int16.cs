namespace System;

public struct Int16
{
    public const short MaxValue = 32767;
}
