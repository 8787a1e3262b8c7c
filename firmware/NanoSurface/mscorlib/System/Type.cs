using System.Reflection;

namespace System;

public abstract class Type : MemberInfo
{
    protected Type() => throw null;

    public override Type DeclaringType { get => throw null; }
    public Assembly Assembly { get => throw null; }
    public string FullName { get => throw null; }
    public string AssemblyQualifiedName { get => throw null; }
    public Type BaseType { get => throw null; }
    public bool IsNotPublic { get => throw null; }
    public bool IsPublic { get => throw null; }
    public bool IsClass { get => throw null; }
    public bool IsInterface { get => throw null; }
    public bool IsValueType { get => throw null; }
    public bool IsAbstract { get => throw null; }
    public bool IsEnum { get => throw null; }
    public bool IsSerializable { get => throw null; }
    public bool IsArray { get => throw null; }

    public static Type GetType(string a) => throw null;
    public static Type GetTypeFromHandle(RuntimeTypeHandle a) => throw null;
    public Type[] GetInterfaces() => throw null;
    public Type GetElementType() => throw null;
    public bool IsSubclassOf(Type a) => throw null;
    public bool IsInstanceOfType(object a) => throw null;
    public override string ToString() => throw null;
}
