using System.Text.Json.Serialization;

namespace Decent.Edge.CatchUp;

/// <summary>The JSON of catching up.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(ToldShard))]
internal sealed partial class CatchUpJson : JsonSerializerContext;
