using nanoFramework.Json.Resolvers;

namespace nanoFramework.Json.Configuration;

public static class Settings
{
    public static IMemberResolver Resolver { get => throw null; set => throw null; }
    public static bool CaseSensitive { get => throw null; set => throw null; }
    public static bool ThrowExceptionWhenPropertyNotFound { get => throw null; set => throw null; }
}
