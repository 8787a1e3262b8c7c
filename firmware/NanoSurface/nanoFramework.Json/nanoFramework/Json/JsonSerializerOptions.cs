using nanoFramework.Json.Resolvers;

namespace nanoFramework.Json;

public class JsonSerializerOptions
{
    public JsonSerializerOptions() => throw null;
    public JsonSerializerOptions(JsonSerializerDefaults a) => throw null;

    public static JsonSerializerOptions Default { get => throw null; }
    public IMemberResolver Resolver { get => throw null; set => throw null; }
    public bool PropertyNameCaseInsensitive { get => throw null; set => throw null; }
    public bool ThrowExceptionWhenPropertyNotFound { get => throw null; set => throw null; }
}
