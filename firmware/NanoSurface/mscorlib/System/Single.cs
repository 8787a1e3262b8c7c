namespace System;

public struct Single
{
    public const float MinValue = -3.4028235E+38f;
    public const float Epsilon = 1E-45f;
    public const float MaxValue = 3.4028235E+38f;
    public const float NegativeInfinity = -1.0f / 0.0f;
    public const float PositiveInfinity = 1.0f / 0.0f;
    public const float NaN = 0.0f / 0.0f;

    public static bool IsInfinity(float a) => throw null;
    public static bool IsNaN(float a) => throw null;
    public static bool IsNegativeInfinity(float a) => throw null;
    public static bool IsPositiveInfinity(float a) => throw null;
    public int CompareTo(float a) => throw null;
    public static float Parse(string a) => throw null;
    public override string ToString() => throw null;
    public string ToString(string a) => throw null;
    public static bool TryParse(string a, out float b) => throw null;
}
