using System;

namespace nanoFramework.Json;

public static class JsonConvert
{
    public static object DeserializeObject(string a, Type b, JsonSerializerOptions c) => throw null;
}
