using System.Reflection.Metadata;
using Decent.Architecture.Tests.Metadata;

namespace Decent.Architecture.Tests.Small;

/// <summary>Compares every type and member that an assembly takes from others with the ones that the device has.</summary>
internal static class ReferenceCheck
{
    public static IEnumerable<string> Missing(AssemblyImage image, IReadOnlyDictionary<string, ListedType> allowed) =>
        MissingTypes(image, allowed).Concat(MissingMembers(image, allowed));

    private static IEnumerable<string> MissingTypes(AssemblyImage image, IReadOnlyDictionary<string, ListedType> allowed) =>
        image.Reader.TypeReferences
            .Select(handle => SignatureReader.Name(image.Reader, handle))
            .Where(name => !allowed.ContainsKey(name));

    private static IEnumerable<string> MissingMembers(AssemblyImage image, IReadOnlyDictionary<string, ListedType> allowed)
    {
        foreach (var handle in image.Reader.MemberReferences)
        {
            var member = image.Reader.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference)
            {
                // Members of arrays and of our own types: other rules, and the compiler, look after those.
                continue;
            }

            var type = SignatureReader.Name(image.Reader, member.Parent);
            var line = Line(image.Reader, member);
            if (!Has(allowed, type, line))
            {
                yield return $"{type}: {line}";
            }
        }
    }

    private static string Line(MetadataReader reader, MemberReference member)
    {
        var name = reader.GetString(member.Name);
        return member.GetKind() == MemberReferenceKind.Method
            ? MemberLines.Method(name, member.DecodeMethodSignature(SignatureReader.Instance, null))
            : $"{member.DecodeFieldSignature(SignatureReader.Instance, null).Text} {name}";
    }

    // A reference to a field does not say whether the field is static.
    private static bool Has(IReadOnlyDictionary<string, ListedType> allowed, string type, string line) =>
        ApiListing.Has(allowed, type, line)
        || ApiListing.Has(allowed, type, "field " + line)
        || ApiListing.Has(allowed, type, "field static " + line);
}
