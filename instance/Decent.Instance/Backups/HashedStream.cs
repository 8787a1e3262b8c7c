using System.Security.Cryptography;

namespace Decent.Instance.Backups;

/// <summary>Reads as many bytes of another stream as it had at first, and hashes them on the way. The other one is disposed of with it.</summary>
internal sealed class HashedStream(Stream inner) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _read;

    public override bool CanRead => true;

    // It says so because the writer of tars asks for a length only then; nobody moves in it.
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; } = inner.Length;

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    /// <summary>sha256 of all that was read, 64 hexadecimal digits.</summary>
    public string Sum() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var most = (int)Math.Min(buffer.Length, Length - _read);
        var got = most == 0 ? 0 : await inner.ReadAsync(buffer[..most], cancellationToken);
        return Counted(buffer.Span[..most], got);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer)
    {
        var most = (int)Math.Min(buffer.Length, Length - _read);
        return Counted(buffer[..most], most == 0 ? 0 : inner.Read(buffer[..most]));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _hash.Dispose();
        }
        base.Dispose(disposing);
    }

    private int Counted(ReadOnlySpan<byte> buffer, int got)
    {
        if (got == 0 && buffer.Length > 0)
            throw new IOException("A file became shorter while it was copied.");
        _hash.AppendData(buffer[..got]);
        _read += got;
        return got;
    }
}
