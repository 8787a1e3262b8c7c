namespace System;

/// <summary>nanoFramework's DateTime has this itself.</summary>
internal static class UnixSeconds
{
    public static long ToUnixTimeSeconds(this DateTime time) => new DateTimeOffset(time).ToUnixTimeSeconds();
}
