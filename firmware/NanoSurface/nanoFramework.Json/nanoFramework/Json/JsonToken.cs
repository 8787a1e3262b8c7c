namespace nanoFramework.Json;

public abstract class JsonToken
{
    protected JsonToken() => throw null;
}
