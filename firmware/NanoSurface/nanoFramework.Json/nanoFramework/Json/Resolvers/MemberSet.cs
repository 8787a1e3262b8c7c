using System;

namespace nanoFramework.Json.Resolvers;

public struct MemberSet
{
    public MemberSet(SetValueDelegate a, Type b) => throw null;
    public MemberSet(bool a) => throw null;

    public SetValueDelegate SetValue { get => throw null; }
    public Type ObjectType { get => throw null; }
    public bool Skip { get => throw null; }
}
