namespace System;

/// <summary>nanoFramework's span of bytes, as far as it is handed on.</summary>
internal readonly struct SpanByte(byte[] array, int start, int length)
{
    public readonly byte[] Array = array;
    public readonly int Start = start;
    public readonly int Length = length;
}
