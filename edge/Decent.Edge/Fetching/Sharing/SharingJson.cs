using System.Text.Json.Serialization;

namespace Decent.Edge.Fetching.Sharing;

/// <summary>The JSON of sharing.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SharingText))]
internal sealed partial class SharingJson : JsonSerializerContext;
