namespace nanoFramework.Json;

public class JsonValue : JsonToken
{
    public JsonValue(object a, bool b) => throw null;

    public object Value { get => throw null; }
}
