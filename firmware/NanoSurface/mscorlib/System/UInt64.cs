namespace System;

public struct UInt64
{
    public const ulong MaxValue = 18446744073709551615;
}
