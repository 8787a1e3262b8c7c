using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Decent.Architecture.Tests.Small;

/// <summary>For each rule an assembly that breaks it, written on the spot.</summary>
internal static class Offences
{
    private const MethodAttributes Default = MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.NewSlot;

    private const MethodAttributes StaticAbstract =
        MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.Abstract | MethodAttributes.Virtual;

    /// <summary>By rule name: what to add to a module that holds an empty class.</summary>
    public static readonly Dictionary<string, Action<ModuleBuilder, TypeBuilder>> All = new(StringComparer.Ordinal)
    {
        ["own generic type"] = (_, type) => type.DefineGenericParameters("T"),
        ["own generic method"] = (_, type) => Return(type.DefineMethod("M", MethodAttributes.Public | MethodAttributes.Static), method =>
            method.DefineGenericParameters("T")),
        ["generic instantiation"] = (_, type) => type.DefineField("f", typeof(Func<int, string>), FieldAttributes.Public),
        ["array of rank above 1"] = (_, type) => Run(type, il => il.DeclareLocal(typeof(int[,]))),
        ["pointer"] = (_, type) => type.DefineField("p", typeof(byte).MakePointerType(), FieldAttributes.Public),
        ["stack allocation"] = (_, type) => Run(type, il =>
        {
            il.Emit(OpCodes.Ldc_I4_8);
            il.Emit(OpCodes.Conv_U);
            il.Emit(OpCodes.Localloc);
            il.Emit(OpCodes.Pop);
        }),
        ["decimal"] = (_, type) => type.DefineField("d", typeof(decimal), FieldAttributes.Public),
        ["volatile"] = (_, type) => type.DefineField("v", typeof(int), [typeof(IsVolatile)], null, FieldAttributes.Public),
        ["overflow check"] = (_, type) => Run(type, il =>
        {
            il.Emit(OpCodes.Ldc_I4_1);
            il.Emit(OpCodes.Ldc_I4_2);
            il.Emit(OpCodes.Add_Ovf);
            il.Emit(OpCodes.Pop);
        }),
        ["default interface method"] = (module, _) => Port(module, port => Return(port.DefineMethod("M", Default), _ => { })),
        ["static abstract member"] = (module, _) => Port(module, port => port.DefineMethod("M", StaticAbstract, typeof(void), null)),
        ["state machine"] = (module, type) => type.DefineNestedType("<Run>d__0", TypeAttributes.NestedPrivate).CreateType(),
        ["unknown instruction"] = (_, type) => Run(type, il => il.Emit(OpCodes.Prefix1)),
        ["reference"] = (_, type) => Run(type, il =>
        {
            il.Emit(OpCodes.Call, typeof(GC).GetMethod(nameof(GC.Collect), Type.EmptyTypes)!);
        }),
    };

    /// <summary>The bytes of an assembly with one class, after <paramref name="offend"/> had its way with it.</summary>
    public static byte[] Build(Action<ModuleBuilder, TypeBuilder> offend)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Offence"), typeof(object).Assembly);
        var module = assembly.DefineDynamicModule("Offence");
        var type = module.DefineType("Offender", TypeAttributes.Public);
        offend(module, type);
        type.CreateType();
        using var bytes = new MemoryStream();
        assembly.Save(bytes);
        return bytes.ToArray();
    }

    private static void Run(TypeBuilder type, Action<ILGenerator> body)
    {
        var il = type.DefineMethod("Run", MethodAttributes.Public | MethodAttributes.Static).GetILGenerator();
        body(il);
        il.Emit(OpCodes.Ret);
    }

    private static void Return(MethodBuilder method, Action<MethodBuilder> with)
    {
        with(method);
        method.GetILGenerator().Emit(OpCodes.Ret);
    }

    private static void Port(ModuleBuilder module, Action<TypeBuilder> with)
    {
        var port = module.DefineType("IPort", TypeAttributes.Public | TypeAttributes.Interface | TypeAttributes.Abstract);
        with(port);
        port.CreateType();
    }
}
