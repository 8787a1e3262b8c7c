using System.Reflection;
using Decent.Architecture.Tests.Metadata;

namespace Decent.Architecture.Tests.Nano;

/// <summary>What declarations ask of the types that stand on them: interfaces by type, and abstract members by type, as the listings write them.</summary>
internal sealed class SurfaceShape
{
    private readonly Dictionary<string, string[]> _interfaces = new(StringComparer.Ordinal);
    private readonly HashSet<(string Type, string Member)> _abstract = [];

    /// <summary>Adds the types of an assembly.</summary>
    public SurfaceShape Take(AssemblyImage image)
    {
        var reader = image.Reader;
        foreach (var handle in image.Types)
        {
            var type = reader.GetTypeDefinition(handle);
            var name = SignatureReader.Name(reader, handle);
            _interfaces[name] = [.. type.GetInterfaceImplementations()
                .Select(implementation => SignatureReader.Name(reader, reader.GetInterfaceImplementation(implementation).Interface))];
            foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition).Where(method => method.Attributes.HasFlag(MethodAttributes.Abstract)))
            {
                _abstract.Add((name, MemberLines.Method(reader.GetString(method.Name), method.DecodeSignature(SignatureReader.Instance, null))));
            }
        }

        return this;
    }

    public IReadOnlyList<string> InterfacesOf(string type) => _interfaces.GetValueOrDefault(type) ?? [];

    /// <summary><paramref name="member"/> without its accessibility.</summary>
    public bool IsAbstract(string type, string member) => _abstract.Contains((type, member));
}
