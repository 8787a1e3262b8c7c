namespace System;

public struct DateTime
{
    public static DateTime UtcNow { get => throw null; }
    public long Ticks { get => throw null; }
    public int Year { get => throw null; }

    public long ToUnixTimeSeconds() => throw null;
}
