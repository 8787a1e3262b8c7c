using System;
using System.IO;

namespace nanoFramework.Json;

public static class JsonConvert
{
    public static string SerializeObject(object a) => throw null;
    public static object DeserializeObject(string a, Type b) => throw null;
    public static object DeserializeObject(string a, Type b, JsonSerializerOptions c) => throw null;
    public static object DeserializeObject(Stream a, Type b) => throw null;
    public static object DeserializeObject(Stream a, Type b, JsonSerializerOptions c) => throw null;
}
