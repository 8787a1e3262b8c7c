namespace Decent.Content.Shards;

/// <summary>
/// What is remembered of a shard to see later whether and how it has changed. The time tells whether a higher count goes on from this state: an instance
/// that was restored from a backup counts the same numbers again, with other changes.
/// </summary>
/// <param name="Count">Versions written to it so far.</param>
/// <param name="Prefix">First 16 bytes of its hash.</param>
/// <param name="TimeMs">Time of its newest version, milliseconds since 1970; 0 when it never had one.</param>
public sealed record ShardMark(long Count, byte[] Prefix, long TimeMs)
{
    /// <summary>Bytes of a prefix.</summary>
    public const int PrefixLength = 16;

    /// <summary>The mark of a shard that never had a version.</summary>
    public static readonly ShardMark Never = new(0, new byte[PrefixLength], 0);

    /// <summary>A state's mark.</summary>
    public static ShardMark Of(ShardState state) => new(state.Count, state.Node.Hash[..PrefixLength], state.Time?.ToUnixTimeMilliseconds() ?? 0);

    /// <inheritdoc/>
    public bool Equals(ShardMark? other) =>
        other is not null && Count == other.Count && TimeMs == other.TimeMs && Prefix.AsSpan().SequenceEqual(other.Prefix);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, Prefix[0]);
}
