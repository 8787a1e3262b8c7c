using System.Reflection;

namespace System;

public abstract class Type : MemberInfo
{
    protected Type() => throw null;

    public static Type GetTypeFromHandle(RuntimeTypeHandle a) => throw null;
}
