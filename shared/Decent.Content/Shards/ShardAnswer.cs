using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Decent.Content.Shards;

/// <summary>What <c>GET /api/v1/shard/{n}</c> says: a shard's state and, as it was asked, all of it, its changes, or parts of its tree.</summary>
public sealed record ShardAnswer
{
    /// <summary>Bytes of JSON that are looked at; more is refused. Some 15,000 entries, where a million resources give 30 to a shard.</summary>
    public const int JsonBytesMax = 4 << 20;

    /// <summary>How the shard is.</summary>
    public required ShardState State { get; init; }

    /// <summary>All its entries in order of digest; null unless the whole was asked for.</summary>
    public IReadOnlyList<ShardEntry>? Entries { get; init; }

    /// <summary>Its last changes, oldest first, at most <see cref="ShardChange.Kept"/>; null unless the whole was asked for.</summary>
    public IReadOnlyList<ShardChange>? Journal { get; init; }

    /// <summary>The count after which changes were asked for; null unless they were.</summary>
    public long? Since { get; init; }

    /// <summary>Time of the change with the count <see cref="Since"/>: the same as the asker remembers, or its history is another. Null for count 0.</summary>
    public DateTimeOffset? SinceTime { get; init; }

    /// <summary>The changes after <see cref="Since"/> are not known any more, or the shard never had that many: fetch it whole.</summary>
    public bool Whole { get; init; }

    /// <summary>Every change after <see cref="Since"/>, oldest first; null unless they were asked for and are known.</summary>
    public IReadOnlyList<ShardChange>? Changes { get; init; }

    /// <summary>The parts that were asked for; null unless some were.</summary>
    public IReadOnlyList<ShardPart>? Parts { get; init; }

    /// <summary>One line.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new ShardJson
        {
            Shard = State.Shard,
            Count = State.Count,
            Hash = Convert.ToHexStringLower(State.Node.Hash),
            Resources = State.Node.Resources,
            Time = ShardText.Of(State.Time),
            Entries = Entries?.Select(EntryJson.Of).ToList(),
            Journal = Journal?.Select(EntryJson.Of).ToList(),
            Since = Since,
            SinceTime = ShardText.Of(SinceTime),
            Whole = Since is null ? null : Whole,
            Changes = Changes?.Select(EntryJson.Of).ToList(),
            Parts = Parts?.Select(PartJson.Of).ToList(),
        },
        ShardJsonContext.Default.ShardJson);

    /// <summary>False for JSON that is no such answer, or that breaks a rule of one of its members.</summary>
    public static bool TryParseJson(ReadOnlySpan<byte> json, [NotNullWhen(true)] out ShardAnswer? answer)
    {
        answer = null;
        try
        {
            return json.Length <= JsonBytesMax && JsonSerializer.Deserialize(json, ShardJsonContext.Default.ShardJson) is { } read && TryRead(read, out answer);
        }
        catch (JsonException)
        {
            return false; // Foreign bytes that are not JSON: the serializer has no other way to say so.
        }
    }

    private static bool TryRead(ShardJson read, [NotNullWhen(true)] out ShardAnswer? answer)
    {
        answer = null;
        if (read.Shard is < 0 or >= ShardTree.Shards || read.Count < 0 || !ShardText.TryReadNode(read.Hash, read.Resources, out ShardNode? node)
            || !ShardText.TryReadTime(read.Time, out DateTimeOffset? time) || !ShardText.TryReadTime(read.SinceTime, out DateTimeOffset? sinceTime)
            || !EntryJson.TryReadAll(read.Entries, read.Shard, out List<ShardEntry>? entries)
            || !EntryJson.TryReadAll(read.Journal, read.Shard, out List<ShardChange>? journal)
            || !EntryJson.TryReadAll(read.Changes, read.Shard, out List<ShardChange>? changes)
            || !PartJson.TryReadAll(read.Parts, read.Shard, out List<ShardPart>? parts))
        {
            return false;
        }

        answer = new ShardAnswer
        {
            State = new ShardState(read.Shard, read.Count, node, time),
            Entries = entries, Journal = journal, Since = read.Since, SinceTime = sinceTime, Whole = read.Whole ?? false,
            Changes = changes, Parts = parts,
        };
        return true;
    }
}
