using System;

namespace nanoFramework.Json;

public class DeserializationException : Exception
{
    public DeserializationException() => throw null;
}
