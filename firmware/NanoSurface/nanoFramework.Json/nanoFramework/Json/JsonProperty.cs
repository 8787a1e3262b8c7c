namespace nanoFramework.Json;

public class JsonProperty : JsonToken
{
    public JsonProperty(string a, JsonToken b) => throw null;

    public string Name { get => throw null; }
    public JsonToken Value { get => throw null; }
}
