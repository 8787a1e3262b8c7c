using System.Text.Json.Serialization;

namespace Decent.Content;

/// <summary>An instance's keys as their JSON has them: everything optional and unchecked.</summary>
internal sealed record HeadKeysJson
{
    public string? Current { get; init; }
    public IReadOnlyList<HeadKeyJson?>? Keys { get; init; }
}

/// <summary>One of them.</summary>
internal sealed record HeadKeyJson
{
    public string? Id { get; init; }
    public string? PublicKey { get; init; }
    public string? Since { get; init; }
    public string? Signature { get; init; }
}

/// <summary>Source-generated, so that nothing is found by reflection at run time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 4, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HeadKeysJson))]
internal sealed partial class HeadKeysJsonContext : JsonSerializerContext;
