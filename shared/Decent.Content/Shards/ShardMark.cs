namespace Decent.Content.Shards;

/// <summary>What is remembered of a shard to see later whether it has changed.</summary>
/// <param name="Count">Versions written to it so far.</param>
/// <param name="Prefix">First 16 bytes of its hash.</param>
public sealed record ShardMark(long Count, byte[] Prefix)
{
    /// <summary>Bytes of a prefix.</summary>
    public const int PrefixLength = 16;

    /// <summary>The mark of a shard that never had a version.</summary>
    public static readonly ShardMark Never = new(0, new byte[PrefixLength]);

    /// <summary>A state's mark.</summary>
    public static ShardMark Of(ShardState state) => new(state.Count, state.Node.Hash[..PrefixLength]);

    /// <inheritdoc/>
    public bool Equals(ShardMark? other) => other is not null && Count == other.Count && Prefix.AsSpan().SequenceEqual(other.Prefix);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, Prefix[0]);
}
