using System.Text.Json.Serialization;

namespace Decent.Edge.Control;

/// <summary>The JSON of the edge's control socket.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GetAnswer))]
[JsonSerializable(typeof(EdgeStatus))]
[JsonSerializable(typeof(ClearAnswer))]
[JsonSerializable(typeof(Power.PowerReport))]
[JsonSerializable(typeof(PinListing))]
[JsonSerializable(typeof(IReadOnlyList<PinListing>))]
[JsonSerializable(typeof(Simulation.TraceResult))]
[JsonSerializable(typeof(Hosting.Identity.NodeCredentials))]
[JsonSerializable(typeof(Updating.SlotReport))]
public sealed partial class EdgeJson : JsonSerializerContext;
