namespace System;

public static class Convert
{
    public static bool ToBoolean(byte a) => throw null;
    public static char ToChar(ushort a) => throw null;
    public static sbyte ToSByte(string a, int b) => throw null;
    public static byte ToByte(string a, int b) => throw null;
    public static byte ToByte(bool a) => throw null;
    public static DateTime ToDateTime(string a) => throw null;
    public static short ToInt16(string a, int b) => throw null;
    public static ushort ToUInt16(string a, int b) => throw null;
    public static int ToInt32(string a, int b) => throw null;
    public static uint ToUInt32(string a, int b) => throw null;
    public static long ToInt64(string a, int b) => throw null;
    public static ulong ToUInt64(string a, int b) => throw null;
    public static double ToDouble(string a) => throw null;
    public static float ToSingle(string a) => throw null;
    public static string ToBase64String(byte[] a) => throw null;
    public static string ToBase64String(byte[] a, Base64FormattingOptions b) => throw null;
    public static string ToBase64String(byte[] a, int b, int c) => throw null;
    public static string ToBase64String(byte[] a, int b, int c, Base64FormattingOptions d) => throw null;
    public static byte[] FromBase64String(string a) => throw null;
    public static byte[] FromBase64CharArray(char[] a, int b, int c) => throw null;
}
