namespace nanoFramework.Json;

public class JsonSerializerOptions
{
    public JsonSerializerOptions() => throw null;

    public bool PropertyNameCaseInsensitive { set => throw null; }
    public bool ThrowExceptionWhenPropertyNotFound { set => throw null; }
}
