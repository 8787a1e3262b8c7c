namespace System;

public static class BitConverter
{
    public static bool IsLittleEndian { get => throw null; }

    public static long DoubleToInt64Bits(double a) => throw null;
    public static byte[] GetBytes(bool a) => throw null;
    public static byte[] GetBytes(char a) => throw null;
    public static byte[] GetBytes(double a) => throw null;
    public static byte[] GetBytes(float a) => throw null;
    public static byte[] GetBytes(int a) => throw null;
    public static byte[] GetBytes(long a) => throw null;
    public static byte[] GetBytes(short a) => throw null;
    public static byte[] GetBytes(uint a) => throw null;
    public static byte[] GetBytes(ulong a) => throw null;
    public static byte[] GetBytes(ushort a) => throw null;
    public static double Int64BitsToDouble(long a) => throw null;
    public static bool ToBoolean(byte[] a, int b) => throw null;
    public static char ToChar(byte[] a, int b) => throw null;
    public static double ToDouble(byte[] a, int b) => throw null;
    public static short ToInt16(byte[] a, int b) => throw null;
    public static int ToInt32(byte[] a, int b) => throw null;
    public static long ToInt64(byte[] a, int b) => throw null;
    public static float ToSingle(byte[] a, int b) => throw null;
    public static string ToString(byte[] a) => throw null;
    public static string ToString(byte[] a, int b) => throw null;
    public static string ToString(byte[] a, int b, int c) => throw null;
    public static ushort ToUInt16(byte[] a, int b) => throw null;
    public static uint ToUInt32(byte[] a, int b) => throw null;
    public static ulong ToUInt64(byte[] a, int b) => throw null;
}
