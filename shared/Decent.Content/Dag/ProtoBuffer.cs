using System.Buffers;
using System.Numerics;

namespace Decent.Content.Dag;

/// <summary>The three protobuf field forms that dag-pb and UnixFS use, appended to a growing pooled buffer.</summary>
internal sealed class ProtoBuffer : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4096);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public static int VarintLength(ulong value) => Math.Max(1, (70 - BitOperations.LeadingZeroCount(value)) / 7);

    public void Clear() => Length = 0;

    public void AppendVarint(ulong value)
    {
        Span<byte> to = Extend(VarintLength(value));
        for (int i = 0; i < to.Length; i++, value >>= 7)
        {
            to[i] = (byte)(i == to.Length - 1 ? value : value | 0x80);
        }
    }

    /// <summary>A field of wire type 0.</summary>
    public void AppendNumber(int field, long value)
    {
        AppendVarint((ulong)field << 3);
        AppendVarint((ulong)value);
    }

    /// <summary>A field of wire type 2, its bytes left to the caller.</summary>
    public Span<byte> AppendField(int field, int length)
    {
        AppendVarint(((ulong)field << 3) | 2);
        AppendVarint((ulong)length);
        return Extend(length);
    }

    /// <summary>A field of wire type 2.</summary>
    public void AppendField(int field, ReadOnlySpan<byte> bytes) => bytes.CopyTo(AppendField(field, bytes.Length));

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private Span<byte> Extend(int count)
    {
        if (_bytes.Length - Length < count)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + count, _bytes.Length * 2));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
