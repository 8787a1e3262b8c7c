using System.Text.Json.Serialization;
using Decent.Firmware.Configuration;

namespace Decent.Firmware.Host.Configuration;

/// <summary>The board's file for the serializer: names in any case, unknown members ignored, comments and a last comma forgiven.</summary>
[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true, AllowTrailingCommas = true, ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip)]
[JsonSerializable(typeof(BoardConfig))]
internal sealed partial class BoardConfigJson : JsonSerializerContext;
