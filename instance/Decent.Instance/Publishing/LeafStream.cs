using Decent.Content;

namespace Decent.Instance.Publishing;

/// <summary>Takes the bytes of one file as they come and puts them leaf by leaf into a download, which verifies each.</summary>
internal sealed class LeafStream(PartialObject partial, ManifestEntry entry, Action<int>? read) : Stream
{
    private readonly byte[] _leaf = new byte[Math.Min(entry.ChunkSize, entry.Size)];
    private int _filled;
    private int _next;
    private bool _isWrong;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Makes the file an object; false, and nothing made, when the bytes were not the file's.</summary>
    public bool TryCommit()
    {
        // An empty file is one leaf of no bytes, which nobody writes.
        if (entry.Size == 0)
            Put();
        if (_isWrong || !partial.IsWhole)
            return false;
        partial.Commit();
        return true;
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        read?.Invoke(buffer.Length);
        while (!buffer.IsEmpty && !_isWrong)
        {
            _isWrong = _next >= entry.LeafCount || entry.Size == 0;
            if (_isWrong)
                return;
            var taken = Math.Min(buffer.Length, entry.LeafLength(_next) - _filled);
            buffer[..taken].CopyTo(_leaf.AsSpan(_filled));
            buffer = buffer[taken..];
            _filled += taken;
            if (_filled == entry.LeafLength(_next))
                Put();
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private void Put()
    {
        _isWrong |= !partial.TryPut(_next++, _leaf.AsSpan(0, _filled));
        _filled = 0;
    }
}
