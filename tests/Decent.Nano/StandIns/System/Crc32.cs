namespace System.IO.Hashing;

internal static class Crc32
{
    public static uint HashToUInt32(SpanByte bytes) => Decent.Protocol.Crc32.Of(bytes.Array, bytes.Start, bytes.Length);
}
