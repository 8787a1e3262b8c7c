using System.Collections;

namespace nanoFramework.Json;

public class JsonObject : JsonToken
{
    public JsonObject() => throw null;

    public ICollection Members { get => throw null; }

    public void Add(string a, JsonToken b) => throw null;
    public JsonProperty Get(string a) => throw null;
}
