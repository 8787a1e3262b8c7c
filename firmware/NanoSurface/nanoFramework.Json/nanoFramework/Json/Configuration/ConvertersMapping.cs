using System;
using nanoFramework.Json.Converters;

namespace nanoFramework.Json.Configuration;

public static class ConvertersMapping
{
    public static void Add(Type a, IConverter b) => throw null;
    public static void Remove(Type a) => throw null;
    public static void Replace(Type a, IConverter b) => throw null;
}
