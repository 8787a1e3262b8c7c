namespace System;

public struct Byte
{
    public const byte MaxValue = 255;
}
