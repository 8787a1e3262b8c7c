using System;

namespace nanoFramework.Json.Resolvers;

public interface IMemberResolver
{
    MemberSet Get(string a, Type b, JsonSerializerOptions c);
}
