namespace System;

public struct DateTime
{
    public static readonly DateTime MinValue;
    public static readonly DateTime MaxValue;
    public static readonly DateTime UnixEpoch;

    public DateTime(long a) => throw null;
    public DateTime(long a, DateTimeKind b) => throw null;
    public DateTime(int a, int b, int c) => throw null;
    public DateTime(int a, int b, int c, int d, int e, int f) => throw null;
    public DateTime(int a, int b, int c, int d, int e, int f, int g) => throw null;

    public DateTime Date { get => throw null; }
    public int Day { get => throw null; }
    public DayOfWeek DayOfWeek { get => throw null; }
    public int DayOfYear { get => throw null; }
    public int Hour { get => throw null; }
    public DateTimeKind Kind { get => throw null; }
    public int Millisecond { get => throw null; }
    public int Minute { get => throw null; }
    public int Month { get => throw null; }
    public static DateTime UtcNow { get => throw null; }
    public int Second { get => throw null; }
    public long Ticks { get => throw null; }
    public TimeSpan TimeOfDay { get => throw null; }
    public static DateTime Today { get => throw null; }
    public int Year { get => throw null; }

    public DateTime Add(TimeSpan a) => throw null;
    public DateTime AddDays(double a) => throw null;
    public DateTime AddHours(double a) => throw null;
    public DateTime AddMilliseconds(double a) => throw null;
    public DateTime AddMinutes(double a) => throw null;
    public DateTime AddSeconds(double a) => throw null;
    public DateTime AddTicks(long a) => throw null;
    public static int Compare(DateTime a, DateTime b) => throw null;
    public int CompareTo(object a) => throw null;
    public static int DaysInMonth(int a, int b) => throw null;
    public override bool Equals(object a) => throw null;
    public static bool Equals(DateTime a, DateTime b) => throw null;
    public TimeSpan Subtract(DateTime a) => throw null;
    public DateTime Subtract(TimeSpan a) => throw null;
    public override string ToString() => throw null;
    public string ToString(string a) => throw null;
    public static DateTime operator +(DateTime a, TimeSpan b) => throw null;
    public static DateTime operator -(DateTime a, TimeSpan b) => throw null;
    public static TimeSpan operator -(DateTime a, DateTime b) => throw null;
    public static bool operator ==(DateTime a, DateTime b) => throw null;
    public static bool operator !=(DateTime a, DateTime b) => throw null;
    public static bool operator <(DateTime a, DateTime b) => throw null;
    public static bool operator <=(DateTime a, DateTime b) => throw null;
    public static bool operator >(DateTime a, DateTime b) => throw null;
    public static bool operator >=(DateTime a, DateTime b) => throw null;
    public static DateTime FromUnixTimeSeconds(long a) => throw null;
    public long ToUnixTimeSeconds() => throw null;
    public override int GetHashCode() => throw null;
    public static DateTime Parse(string a) => throw null;
    public static bool TryParse(string a, out DateTime b) => throw null;
}
