using System.IO;

namespace System.Net.Http;

public class StreamContent : HttpContent
{
    public StreamContent(Stream a) => throw null;
    public StreamContent(Stream a, int b) => throw null;

    protected override void SerializeToStream(Stream a) => throw null;
    protected override Stream CreateContentReadStream() => throw null;
    protected override void Dispose(bool a) => throw null;
}
