using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Decent.Architecture.Tests.Small;

/// <summary>Writes an assembly that refers to members of mscorlib and holds nothing else.</summary>
internal static class Referring
{
    /// <summary>Each member is a static method that returns a string and takes the given number of strings.</summary>
    public static byte[] To(string ns, string type, params (string Name, int Parameters)[] members)
    {
        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("Referring"), metadata.GetOrAddGuid(new Guid(1, 2, 3, new byte[8])), default, default);
        metadata.AddAssembly(metadata.GetOrAddString("Referring"), new Version(1, 0), default, default, default, AssemblyHashAlgorithm.None);
        var mscorlib = metadata.AddAssemblyReference(metadata.GetOrAddString("mscorlib"), new Version(1, 17), default, default, default, default);
        var parent = metadata.AddTypeReference(mscorlib, metadata.GetOrAddString(ns), metadata.GetOrAddString(type));
        foreach (var (name, parameters) in members)
        {
            metadata.AddMemberReference(parent, metadata.GetOrAddString(name), metadata.GetOrAddBlob(Strings(parameters)));
        }

        metadata.AddTypeDefinition(
            TypeAttributes.NotPublic,
            default,
            metadata.GetOrAddString("<Module>"),
            default,
            MetadataTokens.FieldDefinitionHandle(1),
            MetadataTokens.MethodDefinitionHandle(1));
        var file = new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder());
        var bytes = new BlobBuilder();
        file.Serialize(bytes);
        return bytes.ToArray();
    }

    private static BlobBuilder Strings(int parameters)
    {
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature().Parameters(
            parameters,
            returns => returns.Type().String(),
            list =>
            {
                for (var at = 0; at < parameters; at++)
                {
                    list.AddParameter().Type().String();
                }
            });
        return signature;
    }
}
