namespace System;

public class Random
{
    public Random() => throw null;
    public Random(int a) => throw null;

    public int Next() => throw null;
    public int Next(int a) => throw null;
    public double NextDouble() => throw null;
    public void NextBytes(byte[] a) => throw null;
}
