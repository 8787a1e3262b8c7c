using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Decent.Content.Shards;

/// <summary>The newest version of a resource as its shard's hash covers it.</summary>
/// <param name="Id">The resource.</param>
/// <param name="Commit">20 bytes.</param>
/// <param name="Root">The CID of the content.</param>
/// <param name="Size">Content bytes.</param>
/// <param name="Count">Write count of the resource.</param>
public sealed record ShardEntry(ResourceId Id, byte[] Commit, Cid Root, long Size, long Count)
{
    /// <summary>Bytes of the canonical form.</summary>
    public const int BytesLength = 104;

    /// <summary>A head's entry.</summary>
    public static ShardEntry Of(Head head) => new(head.Id, head.Commit, head.Root, head.Size, head.Count);

    /// <summary>sha2-256 of the id, commit, CID, size and count: shared/PROTOCOL.md, "shard-entry".</summary>
    public byte[] ToBytes() => ToBytes(Id.ToDigest());

    /// <inheritdoc/>
    public bool Equals(ShardEntry? other) => other is not null && Id == other.Id && Commit.AsSpan().SequenceEqual(other.Commit)
        && Root == other.Root && Size == other.Size && Count == other.Count;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Count);

    /// <summary>The leaf's hash.</summary>
    internal byte[] Hash(byte[] digest)
    {
        Span<byte> message = stackalloc byte[1 + BytesLength];
        ToBytes(digest).CopyTo(message[1..]);
        return SHA256.HashData(message);
    }

    private byte[] ToBytes(byte[] digest)
    {
        byte[] bytes = new byte[BytesLength];
        digest.CopyTo(bytes, 0);
        Commit.CopyTo(bytes, 32);
        Root.Write(bytes.AsSpan(52));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(88), Size);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(96), Count);
        return bytes;
    }
}
