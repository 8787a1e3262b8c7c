using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Decent.Architecture.Tests.Metadata;

/// <summary>Every place of an assembly where a type is written: fields, methods, locals, references, specifications.</summary>
internal static class SignatureScan
{
    public static IEnumerable<(string Where, Trait Traits)> All(AssemblyImage image) =>
        Fields(image).Concat(Methods(image)).Concat(Locals(image)).Concat(References(image)).Concat(Specifications(image));

    private static IEnumerable<(string Where, Trait Traits)> Fields(AssemblyImage image)
    {
        foreach (var handle in image.Reader.FieldDefinitions)
        {
            var field = image.Reader.GetFieldDefinition(handle);
            var type = field.DecodeSignature(SignatureReader.Instance, null);
            var owner = SignatureReader.Name(image.Reader, field.GetDeclaringType());
            yield return ($"field {owner}.{image.Reader.GetString(field.Name)}: {type.Text}", type.Traits);
        }
    }

    private static IEnumerable<(string Where, Trait Traits)> Methods(AssemblyImage image)
    {
        foreach (var (name, method) in image.Methods())
        {
            yield return Describe("method " + name, method.DecodeSignature(SignatureReader.Instance, null));
        }
    }

    private static IEnumerable<(string Where, Trait Traits)> Locals(AssemblyImage image)
    {
        foreach (var (name, method) in image.Methods())
        {
            if (image.Body(method) is not { LocalSignature.IsNil: false } body)
            {
                continue;
            }

            var locals = image.Reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(SignatureReader.Instance, null);
            foreach (var local in locals)
            {
                yield return ($"local of {name}: {local.Text}", local.Traits);
            }
        }
    }

    private static IEnumerable<(string Where, Trait Traits)> References(AssemblyImage image)
    {
        foreach (var handle in image.Reader.MemberReferences)
        {
            var member = image.Reader.GetMemberReference(handle);
            var name = "reference " + SignatureReader.Name(image.Reader, member.Parent) + "." + image.Reader.GetString(member.Name);
            if (member.GetKind() == MemberReferenceKind.Field)
            {
                yield return (name, member.DecodeFieldSignature(SignatureReader.Instance, null).Traits);
            }
            else
            {
                yield return Describe(name, member.DecodeMethodSignature(SignatureReader.Instance, null));
            }
        }
    }

    private static IEnumerable<(string Where, Trait Traits)> Specifications(AssemblyImage image)
    {
        for (var row = 1; row <= image.Reader.GetTableRowCount(TableIndex.TypeSpec); row++)
        {
            var handle = MetadataTokens.TypeSpecificationHandle(row);
            var type = image.Reader.GetTypeSpecification(handle).DecodeSignature(SignatureReader.Instance, null);
            yield return ("type " + type.Text, type.Traits);
        }
    }

    private static (string Where, Trait Traits) Describe(string name, MethodSignature<TypeText> signature) => (
        name + "(" + string.Join(", ", signature.ParameterTypes.Select(type => type.Text)) + ")",
        signature.ParameterTypes.Aggregate(signature.ReturnType.Traits, (traits, type) => traits | type.Traits));
}
