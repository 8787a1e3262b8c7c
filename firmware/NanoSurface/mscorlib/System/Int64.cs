namespace System;

public struct Int64
{
    public const long MaxValue = 9223372036854775807;
    public const long MinValue = -9223372036854775808;

    public override string ToString() => throw null;
}
