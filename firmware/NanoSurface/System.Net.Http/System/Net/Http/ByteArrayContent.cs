using System.IO;

namespace System.Net.Http;

public class ByteArrayContent : HttpContent
{
    public ByteArrayContent(byte[] a) => throw null;
    public ByteArrayContent(byte[] a, int b, int c) => throw null;
    internal ByteArrayContent() => throw null;

    protected override void SerializeToStream(Stream a) => throw null;
}
