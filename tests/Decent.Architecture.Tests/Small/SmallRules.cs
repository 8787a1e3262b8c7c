using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata.Ecma335;
using Decent.Architecture.Tests.Metadata;

namespace Decent.Architecture.Tests.Small;

/// <summary>The rules for compiled Small code. Exception filters work on the device, so there is no rule against them.</summary>
internal static class SmallRules
{
    public static readonly SmallRule[] All =
    [
        new("own generic type", "loads on a PC, crashes the interpreter", OwnGenericTypes),
        new("own generic method", "throws when called on the device", OwnGenericMethods),
        new("generic instantiation", "Func, Action and collections with type arguments fail at run time", image =>
            Signed(image, Trait.Generic).Concat(GenericNames(image)).Concat(MethodInstantiations(image))),
        new("array of rank above 1", "the interpreter crashes on load", image => Signed(image, Trait.ArrayOfRank)),
        new("pointer", "the metadata processor refuses unsafe code", image => Signed(image, Trait.Pointer)),
        new("stack allocation", "the metadata processor refuses localloc", image => Instructed(image, code => code == OpCodes.Localloc)),
        new("decimal", "mscorlib has no System.Decimal", image => Signed(image, Trait.Decimal)),
        new("volatile", "the modifier's type is missing and the prefix is ignored", image =>
            Signed(image, Trait.Volatile).Concat(Instructed(image, code => code == OpCodes.Volatile))),
        new("overflow check", "the interpreter adds, subtracts, multiplies and converts without checking", image =>
            Instructed(image, code => code.Name!.Contains(".ovf", StringComparison.Ordinal))),
        new("default interface method", "throws when called on the device", image =>
            InterfaceMethods(image, attributes => !attributes.HasFlag(MethodAttributes.Abstract))),
        new("static abstract member", "the interpreter has no static virtual calls", image =>
            InterfaceMethods(image, attributes => attributes.HasFlag(MethodAttributes.Static | MethodAttributes.Abstract))),
        new("state machine", "there are no tasks and no iterators", StateMachines),
        new("unknown instruction", "neither this check nor the interpreter knows it", image =>
            Instructed(image, code => code == OpCodes.Prefix1)),
        new("reference", "the member is not in nanoFramework: the deployment would not resolve", image =>
            ReferenceCheck.Missing(image, Surface.Allowed)),
    ];

    private static IEnumerable<string> Signed(AssemblyImage image, Trait trait) =>
        SignatureScan.All(image).Where(place => (place.Traits & trait) != 0).Select(place => place.Where);

    private static IEnumerable<string> Instructed(AssemblyImage image, Func<OpCode, bool> bad)
    {
        foreach (var (name, method) in image.Methods())
        {
            if (image.Body(method) is not { } body)
            {
                continue;
            }

            foreach (var code in IlScan.Instructions(body).Where(bad))
            {
                yield return $"{code.Name} in {name}";
            }
        }
    }

    private static IEnumerable<string> OwnGenericTypes(AssemblyImage image) => image.Types
        .Where(handle => image.Reader.GetTypeDefinition(handle).GetGenericParameters().Count > 0)
        .Select(handle => SignatureReader.Name(image.Reader, handle));

    private static IEnumerable<string> OwnGenericMethods(AssemblyImage image) => image.Methods()
        .Where(entry => entry.Method.GetGenericParameters().Count > 0)
        .Select(entry => entry.Name);

    private static IEnumerable<string> GenericNames(AssemblyImage image) => image.Reader.TypeReferences
        .Select(handle => SignatureReader.Name(image.Reader, handle))
        .Where(name => name.Contains('`', StringComparison.Ordinal));

    private static IEnumerable<string> MethodInstantiations(AssemblyImage image) => image.Reader
        .GetTableRowCount(TableIndex.MethodSpec) is var count and > 0
            ? [$"{count} generic method calls"]
            : [];

    private static IEnumerable<string> InterfaceMethods(AssemblyImage image, Func<MethodAttributes, bool> bad) => image.Methods()
        .Where(entry => image.Reader.GetTypeDefinition(entry.Method.GetDeclaringType()).Attributes.HasFlag(TypeAttributes.Interface))
        .Where(entry => bad(entry.Method.Attributes))
        .Select(entry => entry.Name);

    // The compiler names the class of an async method or iterator "<Method>d__0".
    private static IEnumerable<string> StateMachines(AssemblyImage image) => image.Types
        .Select(handle => SignatureReader.Name(image.Reader, handle))
        .Where(name => name.Contains(">d__", StringComparison.Ordinal));
}
