namespace System;

public readonly ref struct SpanByte
{
    public SpanByte(byte[] a, int b, int c) => throw null;
}
