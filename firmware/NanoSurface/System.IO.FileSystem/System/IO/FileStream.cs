namespace System.IO;

public class FileStream : Stream
{
    public FileStream(string a, FileMode b, FileAccess c) => throw null;

    public override long Length { get => throw null; }

    public override int Read(byte[] a, int b, int c) => throw null;
    public override long Seek(long a, SeekOrigin b) => throw null;
    public override void Write(byte[] a, int b, int c) => throw null;
}
