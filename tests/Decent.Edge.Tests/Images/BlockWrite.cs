namespace Decent.Edge.Tests.Images;

/// <summary>One entry of a <see cref="BlockLog"/>.</summary>
/// <param name="Offset">First byte on the disk.</param>
/// <param name="Length">Bytes; 0 of a flush.</param>
/// <param name="Flags">Bits as the log has them.</param>
/// <param name="DataAt">Where in the log its bytes lie.</param>
public readonly record struct BlockWrite(long Offset, long Length, ulong Flags, long DataAt)
{
    /// <summary>Bit of an entry without data: the bytes are not wanted any more.</summary>
    public const ulong Discard = 4;

    private const ulong Flush = 1;
    private const ulong Durable = 2;

    public bool IsDiscard => (Flags & Discard) != 0;

    /// <summary>What came before it is on the disk when it is done.</summary>
    public bool IsFlush => (Flags & Flush) != 0;

    /// <summary>It is on the disk itself when it is done.</summary>
    public bool IsDurable => (Flags & Durable) != 0;

    /// <summary>Bytes of data in the log.</summary>
    public long Stored => IsDiscard ? 0 : Length;
}
