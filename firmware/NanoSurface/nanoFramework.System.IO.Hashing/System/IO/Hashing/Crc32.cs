namespace System.IO.Hashing;

public class Crc32
{
    public Crc32() => throw null;

    public void Append(SpanByte a) => throw null;
    public void Append(byte[] a) => throw null;
    public void Append(byte a) => throw null;
    public void Reset() => throw null;
    public uint GetCurrentHashAsUInt32() => throw null;
    public static uint HashToUInt32(SpanByte a) => throw null;
}
