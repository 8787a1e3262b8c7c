using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Decent.Architecture.Tests.Metadata;

/// <summary>Writes signatures as the API listings do: C# keywords for primitives, full names, a dot before nested types.</summary>
internal sealed class SignatureReader : ISignatureTypeProvider<TypeText, object?>
{
    public static readonly SignatureReader Instance = new();

    public TypeText GetPrimitiveType(PrimitiveTypeCode typeCode) => new(typeCode switch
    {
        PrimitiveTypeCode.Void => "void",
        PrimitiveTypeCode.Boolean => "bool",
        PrimitiveTypeCode.Char => "char",
        PrimitiveTypeCode.SByte => "sbyte",
        PrimitiveTypeCode.Byte => "byte",
        PrimitiveTypeCode.Int16 => "short",
        PrimitiveTypeCode.UInt16 => "ushort",
        PrimitiveTypeCode.Int32 => "int",
        PrimitiveTypeCode.UInt32 => "uint",
        PrimitiveTypeCode.Int64 => "long",
        PrimitiveTypeCode.UInt64 => "ulong",
        PrimitiveTypeCode.Single => "float",
        PrimitiveTypeCode.Double => "double",
        PrimitiveTypeCode.IntPtr => "nint",
        PrimitiveTypeCode.UIntPtr => "nuint",
        PrimitiveTypeCode.Object => "object",
        PrimitiveTypeCode.String => "string",
        _ => "System." + typeCode,
    });

    public TypeText GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        new(Name(reader, handle));

    public TypeText GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        new(Name(reader, handle));

    public TypeText GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public TypeText GetSZArrayType(TypeText elementType) => new(elementType.Text + "[]", elementType.Traits);

    public TypeText GetArrayType(TypeText elementType, ArrayShape shape) =>
        new(elementType.Text + "[" + new string(',', shape.Rank - 1) + "]", elementType.Traits | Trait.ArrayOfRank);

    public TypeText GetByReferenceType(TypeText elementType) => new("ref " + elementType.Text, elementType.Traits);

    public TypeText GetPointerType(TypeText elementType) => new(elementType.Text + "*", elementType.Traits | Trait.Pointer);

    public TypeText GetPinnedType(TypeText elementType) => new("pinned " + elementType.Text, elementType.Traits | Trait.Pointer);

    public TypeText GetFunctionPointerType(MethodSignature<TypeText> signature) => new("delegate*", Trait.Pointer);

    public TypeText GetGenericInstantiation(TypeText genericType, ImmutableArray<TypeText> typeArguments) => new(
        genericType.Text + "<" + string.Join(", ", typeArguments.Select(argument => argument.Text)) + ">",
        typeArguments.Aggregate(genericType.Traits | Trait.Generic, (traits, argument) => traits | argument.Traits));

    public TypeText GetGenericTypeParameter(object? genericContext, int index) => new("!" + index, Trait.OwnParameter);

    public TypeText GetGenericMethodParameter(object? genericContext, int index) => new("!!" + index, Trait.OwnParameter);

    public TypeText GetModifiedType(TypeText modifier, TypeText unmodifiedType, bool isRequired) =>
        isRequired && modifier.Text.EndsWith("IsVolatile", StringComparison.Ordinal)
            ? unmodifiedType with { Traits = unmodifiedType.Traits | Trait.Volatile }
            : unmodifiedType;

    public static string Name(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Name(reader, (TypeDefinitionHandle)handle),
        HandleKind.TypeReference => Name(reader, (TypeReferenceHandle)handle),
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(Instance, null).Text,
        _ => "",
    };

    private static string Name(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var outer = type.GetDeclaringType();
        return Join(outer.IsNil ? reader.GetString(type.Namespace) : Name(reader, outer), reader.GetString(type.Name));
    }

    private static string Name(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var nested = type.ResolutionScope.Kind == HandleKind.TypeReference;
        var outer = nested ? Name(reader, (TypeReferenceHandle)type.ResolutionScope) : reader.GetString(type.Namespace);
        return Join(outer, reader.GetString(type.Name));
    }

    private static string Join(string outer, string name) => outer.Length == 0 ? name : outer + "." + name;
}
