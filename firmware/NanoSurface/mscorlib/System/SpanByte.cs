namespace System;

public readonly ref struct SpanByte
{
    public SpanByte(byte[] a) => throw null;
    public SpanByte(byte[] a, int b, int c) => throw null;

    public byte this[int a] { get => throw null; set => throw null; }
    public static SpanByte Empty { get => throw null; }
    public int Length { get => throw null; }
    public bool IsEmpty { get => throw null; }

    public void CopyTo(SpanByte a) => throw null;
    public SpanByte Slice(int a) => throw null;
    public SpanByte Slice(int a, int b) => throw null;
    public byte[] ToArray() => throw null;
    public static implicit operator SpanByte(byte[] a) => throw null;
}
