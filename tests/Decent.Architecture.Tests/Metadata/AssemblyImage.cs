using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Decent.Architecture.Tests.Metadata;

/// <summary>An assembly read as bytes: nothing of it is loaded or run.</summary>
internal sealed class AssemblyImage : IDisposable
{
    private readonly PEReader _file;

    public AssemblyImage(byte[] bytes)
    {
        _file = new PEReader(ImmutableArray.Create(bytes));
        Reader = _file.GetMetadataReader();
    }

    public MetadataReader Reader { get; }

    public string Name => Reader.GetString(Reader.GetAssemblyDefinition().Name);

    public Version Version => Reader.GetAssemblyDefinition().Version;

    public static AssemblyImage Open(string path) => new(File.ReadAllBytes(path));

    public void Dispose() => _file.Dispose();

    public IEnumerable<TypeDefinitionHandle> Types => Reader.TypeDefinitions;

    /// <summary>Every method of every type, with the name that a message shows.</summary>
    public IEnumerable<(string Name, MethodDefinition Method)> Methods()
    {
        foreach (var handle in Reader.MethodDefinitions)
        {
            var method = Reader.GetMethodDefinition(handle);
            yield return (SignatureReader.Name(Reader, method.GetDeclaringType()) + "." + Reader.GetString(method.Name), method);
        }
    }

    /// <summary>The body of a method, or null when it has none (abstract, delegate).</summary>
    public MethodBodyBlock? Body(MethodDefinition method) =>
        method.RelativeVirtualAddress == 0 ? null : _file.GetMethodBody(method.RelativeVirtualAddress);
}
