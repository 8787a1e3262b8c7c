using System.Diagnostics.CodeAnalysis;

namespace Decent.Content.Shards;

/// <summary>A shard's mark as its JSON has it.</summary>
internal sealed record MarkJson
{
    public int Shard { get; init; }
    public long Count { get; init; }
    public string? Hash { get; init; }
    public string? Time { get; init; }

    public static MarkJson Of(KeyValuePair<int, ShardMark> mark) => new()
    {
        Shard = mark.Key,
        Count = mark.Value.Count,
        Hash = Convert.ToHexStringLower(mark.Value.Prefix),
        Time = ShardText.Of(DateTimeOffset.FromUnixTimeMilliseconds(mark.Value.TimeMs)),
    };

    /// <summary>False unless all are different shards of the group.</summary>
    public static bool TryReadAll(List<MarkJson> all, int group, [NotNullWhen(true)] out Dictionary<int, ShardMark>? marks)
    {
        Dictionary<int, ShardMark> read = [];
        marks = read;
        return all.All(mark =>
        {
            byte[] prefix = new byte[ShardMark.PrefixLength];
            return mark is not null && mark.Shard >> 7 == group && mark.Count >= 0 && ShardText.TryReadHex(mark.Hash, prefix)
                && Head.TryParseTime(mark.Time, out DateTimeOffset time)
                && read.TryAdd(mark.Shard, new ShardMark(mark.Count, prefix, time.ToUnixTimeMilliseconds()));
        });
    }
}
