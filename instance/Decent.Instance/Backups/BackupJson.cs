using System.Text.Json.Serialization;

namespace Decent.Instance.Backups;

/// <summary>The JSON in and about backups.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BackupAbout))]
[JsonSerializable(typeof(RestoreResult))]
internal sealed partial class BackupJson : JsonSerializerContext;
