namespace System;

public struct Double
{
    public const double MinValue = -1.7976931348623157E+308;
    public const double MaxValue = 1.7976931348623157E+308;
    public const double Epsilon = 4.9406564584124654E-324;
    public const double NegativeInfinity = -1.0 / 0.0;
    public const double PositiveInfinity = 1.0 / 0.0;
    public const double NaN = 0.0 / 0.0;

    public int CompareTo(double a) => throw null;
    public static bool IsInfinity(double a) => throw null;
    public static bool IsNaN(double a) => throw null;
    public static bool IsNegativeInfinity(double a) => throw null;
    public static bool IsPositiveInfinity(double a) => throw null;
    public static double Parse(string a) => throw null;
    public override string ToString() => throw null;
    public string ToString(string a) => throw null;
    public static bool TryParse(string a, out double b) => throw null;
}
