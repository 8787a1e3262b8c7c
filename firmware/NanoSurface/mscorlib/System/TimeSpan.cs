namespace System;

public struct TimeSpan
{
    public const long TicksPerMillisecond = 10000;
    public const long TicksPerSecond = 10000000;
    public const long TicksPerMinute = 600000000;
    public const long TicksPerHour = 36000000000;
    public const long TicksPerDay = 864000000000;
    public static readonly TimeSpan Zero;
    public static readonly TimeSpan MaxValue;
    public static readonly TimeSpan MinValue;

    public TimeSpan(long a) => throw null;
    public TimeSpan(int a, int b, int c) => throw null;
    public TimeSpan(int a, int b, int c, int d) => throw null;
    public TimeSpan(int a, int b, int c, int d, int e) => throw null;

    public long Ticks { get => throw null; }
    public int Days { get => throw null; }
    public int Hours { get => throw null; }
    public int Milliseconds { get => throw null; }
    public int Minutes { get => throw null; }
    public int Seconds { get => throw null; }
    public double TotalDays { get => throw null; }
    public double TotalHours { get => throw null; }
    public double TotalMilliseconds { get => throw null; }
    public double TotalMinutes { get => throw null; }
    public double TotalSeconds { get => throw null; }

    public TimeSpan Add(TimeSpan a) => throw null;
    public static int Compare(TimeSpan a, TimeSpan b) => throw null;
    public int CompareTo(object a) => throw null;
    public TimeSpan Duration() => throw null;
    public override bool Equals(object a) => throw null;
    public static bool Equals(TimeSpan a, TimeSpan b) => throw null;
    public TimeSpan Negate() => throw null;
    public TimeSpan Subtract(TimeSpan a) => throw null;
    public static TimeSpan FromTicks(long a) => throw null;
    public static TimeSpan FromMilliseconds(long a) => throw null;
    public static TimeSpan FromSeconds(long a) => throw null;
    public static TimeSpan FromMinutes(long a) => throw null;
    public static TimeSpan FromHours(long a) => throw null;
    public static TimeSpan FromDays(long a) => throw null;
    public override string ToString() => throw null;
    public static TimeSpan operator -(TimeSpan a) => throw null;
    public static TimeSpan operator -(TimeSpan a, TimeSpan b) => throw null;
    public static TimeSpan operator +(TimeSpan a) => throw null;
    public static TimeSpan operator +(TimeSpan a, TimeSpan b) => throw null;
    public static bool operator ==(TimeSpan a, TimeSpan b) => throw null;
    public static bool operator !=(TimeSpan a, TimeSpan b) => throw null;
    public static bool operator <(TimeSpan a, TimeSpan b) => throw null;
    public static bool operator <=(TimeSpan a, TimeSpan b) => throw null;
    public static bool operator >(TimeSpan a, TimeSpan b) => throw null;
    public static bool operator >=(TimeSpan a, TimeSpan b) => throw null;
    public override int GetHashCode() => throw null;
}
