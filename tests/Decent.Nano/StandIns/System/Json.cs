using System;
using System.Text.Json;

namespace nanoFramework.Json;

internal sealed class JsonSerializerOptions
{
    public bool PropertyNameCaseInsensitive { get; set; }

    public bool ThrowExceptionWhenPropertyNotFound { get; set; }
}

internal static class JsonConvert
{
    public static object DeserializeObject(string text, Type type, JsonSerializerOptions options) => JsonSerializer.Deserialize(
        text, type, new System.Text.Json.JsonSerializerOptions { PropertyNameCaseInsensitive = options.PropertyNameCaseInsensitive })!;
}
