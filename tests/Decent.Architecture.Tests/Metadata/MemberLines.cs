using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;

namespace Decent.Architecture.Tests.Metadata;

/// <summary>The lines that stand for a type's members in an API listing.</summary>
internal static class MemberLines
{
    public static IEnumerable<string> Of(MetadataReader reader, TypeDefinition type)
    {
        foreach (var handle in type.GetFields())
        {
            var field = reader.GetFieldDefinition(handle);
            var access = field.Attributes & FieldAttributes.FieldAccessMask;
            if (access is not (FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem)
                || field.Attributes.HasFlag(FieldAttributes.SpecialName))
            {
                continue;
            }

            yield return Field(reader, field);
        }

        foreach (var handle in type.GetMethods())
        {
            var method = reader.GetMethodDefinition(handle);
            var access = method.Attributes & MethodAttributes.MemberAccessMask;
            if (access is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem)
            {
                var line = Method(
                    reader.GetString(method.Name),
                    method.DecodeSignature(SignatureReader.Instance, null));
                yield return access == MethodAttributes.Public ? line : "protected " + line;
            }
        }
    }

    /// <summary>The line of a method without its accessibility.</summary>
    public static string Method(string name, MethodSignature<TypeText> signature)
    {
        var parameters = string.Join(", ", signature.ParameterTypes.Select(type => type.Text));
        var line = $"{signature.ReturnType.Text} {name}({parameters})";
        return signature.Header.IsInstance ? line : "static " + line;
    }

    private static string Field(MetadataReader reader, FieldDefinition field)
    {
        var type = field.DecodeSignature(SignatureReader.Instance, null).Text;
        var scope = field.Attributes.HasFlag(FieldAttributes.Static) ? "static " : "";
        var line = $"field {scope}{type} {reader.GetString(field.Name)}";
        var value = field.GetDefaultValue();
        return value.IsNil ? line : line + " = " + Value(reader, reader.GetConstant(value));
    }

    private static string? Value(MetadataReader reader, Constant constant) => Convert.ToString(
        reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode),
        CultureInfo.InvariantCulture);
}
