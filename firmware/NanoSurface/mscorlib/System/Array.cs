namespace System;

public abstract class Array
{
    protected Array() => throw null;

    public int Length { get => throw null; }

    public static void Copy(Array a, int b, Array c, int d, int e) => throw null;
    public static void Clear(Array a, int b, int c) => throw null;
}
