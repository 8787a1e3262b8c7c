using System.Text.Json.Serialization;

namespace Decent.Instance.Bootstrap;

/// <summary>The JSON of bootstrap.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BootstrapAnswer))]
internal sealed partial class BootstrapJson : JsonSerializerContext;
