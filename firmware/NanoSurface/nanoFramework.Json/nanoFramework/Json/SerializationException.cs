using System;

namespace nanoFramework.Json;

public class SerializationException : Exception
{
    public SerializationException() => throw null;
}
