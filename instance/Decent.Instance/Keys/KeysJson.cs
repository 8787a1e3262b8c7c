using System.Text.Json;
using System.Text.Json.Serialization;

namespace Decent.Instance.Keys;

/// <summary>The JSON of the keys on the control socket, read as it stands.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class KeysJson : JsonSerializerContext;
