using System.Text.Json;
using System.Text.Json.Serialization;

namespace Decent.Hosting.Identity;

/// <summary>The JSON of enrolment and of credentials.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EnrolmentAsk))]
[JsonSerializable(typeof(EnrolmentAnswer))]
[JsonSerializable(typeof(NodeCredentials))]
public sealed partial class EnrolmentJson : JsonSerializerContext;
