namespace System.IO.Hashing;

public class Crc32
{
    public Crc32() => throw null;

    public static uint HashToUInt32(SpanByte a) => throw null;
}
