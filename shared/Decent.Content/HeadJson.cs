using System.Text.Json.Serialization;

namespace Decent.Content;

/// <summary>A head as its JSON has it: everything optional and unchecked.</summary>
internal sealed record HeadJson
{
    public string? Id { get; init; }
    public string? Label { get; init; }
    public string? Commit { get; init; }
    public string? Cid { get; init; }
    public long Size { get; init; }
    public long Count { get; init; }
    public string? Time { get; init; }
    public bool Folder { get; init; }
    public int Shard { get; init; }
    public string? Key { get; init; }
    public string? Signature { get; init; }
}

/// <summary>Source-generated, so that nothing is found by reflection at run time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 2, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HeadJson))]
internal sealed partial class HeadJsonContext : JsonSerializerContext;
