using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Decent.Content.Shards;

namespace Decent.Edge.CatchUp;

/// <summary>What an answer about a resource says of its shard: everything optional and unchecked.</summary>
internal sealed record ToldShard
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public string? ShardHash { get; init; }

    public string? ShardTime { get; init; }

    public long ShardCount { get; init; }

    public bool TryRead([NotNullWhen(true)] out ShardMark? mark)
    {
        byte[] hash = new byte[ShardNode.HashLength];
        bool isTime = DateTimeOffset.TryParseExact(
            ShardTime, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time);
        bool good = isTime && ShardCount > 0 && ShardHash is { Length: 2 * ShardNode.HashLength }
            && Convert.FromHexString(ShardHash, hash, out _, out _) == System.Buffers.OperationStatus.Done;
        mark = good ? new ShardMark(ShardCount, hash[..ShardMark.PrefixLength], time.ToUnixTimeMilliseconds()) : null;
        return good;
    }
}
