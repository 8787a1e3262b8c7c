using System.Security.Cryptography;

namespace Decent.Content.Shards;

/// <summary>A part of the tree over all resources: how many are in it, and the hash over them.</summary>
/// <param name="Resources">0 and more.</param>
/// <param name="Hash">32 bytes; zeros for no resource, the resource's own leaf for one.</param>
public sealed record ShardNode(int Resources, byte[] Hash)
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = 32;

    /// <summary>A part without resources.</summary>
    public static readonly ShardNode Empty = new(0, new byte[HashLength]);

    /// <summary>The part that has two halves.</summary>
    public static ShardNode Join(ShardNode left, ShardNode right)
    {
        if (left.Resources + right.Resources < 2)
        {
            return left.Resources > 0 ? left : right;
        }

        Span<byte> message = stackalloc byte[1 + (2 * HashLength)];
        message[0] = 1;
        left.Hash.CopyTo(message[1..]);
        right.Hash.CopyTo(message[(1 + HashLength)..]);
        return new ShardNode(left.Resources + right.Resources, SHA256.HashData(message));
    }

    /// <summary>The part that has these parts side by side: the 128 shards of a group, the 256 groups of all. Their number is a power of two.</summary>
    public static ShardNode Fold(ReadOnlySpan<ShardNode> parts) => parts.Length == 1
        ? parts[0]
        : Join(Fold(parts[..(parts.Length / 2)]), Fold(parts[(parts.Length / 2)..]));

    /// <inheritdoc/>
    public bool Equals(ShardNode? other) => other is not null && Resources == other.Resources && Hash.AsSpan().SequenceEqual(other.Hash);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(Hash);
}
