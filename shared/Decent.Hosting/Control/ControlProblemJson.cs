using System.Text.Json.Serialization;

namespace Decent.Hosting.Control;

/// <summary>The JSON of a refusal on the control socket.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ControlProblem))]
public sealed partial class ControlProblemJson : JsonSerializerContext;
