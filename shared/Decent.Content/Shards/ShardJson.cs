using System.Text.Json.Serialization;

namespace Decent.Content.Shards;

/// <summary>A shard's answer as its JSON has it: everything optional and unchecked.</summary>
internal sealed record ShardJson
{
    public int Shard { get; init; }
    public long Count { get; init; }
    public string? Hash { get; init; }
    public int Resources { get; init; }
    public string? Time { get; init; }
    public List<EntryJson>? Entries { get; init; }
    public List<EntryJson>? Journal { get; init; }
    public long? Since { get; init; }
    public string? SinceTime { get; init; }
    public bool? Whole { get; init; }
    public List<EntryJson>? Changes { get; init; }
    public List<PartJson>? Parts { get; init; }
}

/// <summary>Source-generated, so that nothing is found by reflection at run time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 7, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ShardJson))]
[JsonSerializable(typeof(GroupJson))]
[JsonSerializable(typeof(GroupsJson))]
internal sealed partial class ShardJsonContext : JsonSerializerContext;
