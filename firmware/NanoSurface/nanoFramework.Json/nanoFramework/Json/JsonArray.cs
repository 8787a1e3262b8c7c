namespace nanoFramework.Json;

public class JsonArray : JsonToken
{
    public JsonArray(JsonToken[] a) => throw null;

    public int Length { get => throw null; }
    public JsonToken[] Items { get => throw null; }
}
