using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Decent.Firmware.Tests.Fakes;

/// <summary>
/// What a board's application takes of the heap besides the objects of its node, read from what the gate compiled. The code itself stays in flash;
/// in memory are tables that resolve it, with 4 bytes for each reference to another assembly, type or member, 8 for a type, 2 for a field and 3 for a
/// method of ours, and 12 for each static field (CLR_RT_Assembly upstream).
/// </summary>
internal sealed class NanoApplication : IDisposable
{
    private const int Block = 12;
    private const int HeadBytes = 200;

    // Of each adapter there is one, but for these: three folders, their open files (five segments and one more), a queue for each way.
    private static readonly Dictionary<string, int> Several = new(StringComparer.Ordinal) { ["FlashDrive"] = 3, ["FlashDriveFile"] = 6, ["MessageQueue"] = 2 };
    private static readonly string[] Outside = ["Decent.Firmware.Device", "Decent.Firmware.Board", "Decent.Firmware.Signals"];
    private readonly PEReader _file = new(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "nano", "Decent.Small.dll")));
    private readonly MetadataReader _metadata;

    public NanoApplication() => _metadata = _file.GetMetadataReader();

    /// <summary>Bytes of the tables and of the static fields themselves.</summary>
    public int TableBytes
    {
        get
        {
            // Constants have no field on the board.
            var fields = _metadata.FieldDefinitions.Select(_metadata.GetFieldDefinition).Where(f => !f.Attributes.HasFlag(FieldAttributes.Literal)).ToList();
            var references = _metadata.AssemblyReferences.Count + _metadata.TypeReferences.Count + _metadata.MemberReferences.Count;
            var statics = fields.Count(f => f.Attributes.HasFlag(FieldAttributes.Static));
            return HeadBytes + (4 * references) + (8 * _metadata.TypeDefinitions.Count) + (2 * fields.Count) + (3 * _metadata.MethodDefinitions.Count)
                + (Block * statics);
        }
    }

    /// <summary>Bytes of the adapters' own objects, without the arrays and library objects that they keep.</summary>
    public int AdapterBytes => _metadata.TypeDefinitions.Select(_metadata.GetTypeDefinition).Where(IsAdapter).Sum(type =>
        Several.GetValueOrDefault(_metadata.GetString(type.Name), 1) * Block * (1 + type.GetFields().Count(IsOfObject)));

    public void Dispose() => _file.Dispose();

    private bool IsAdapter(TypeDefinition type) => Outside.Contains(_metadata.GetString(type.Namespace))
        && (type.Attributes & (TypeAttributes.Interface | TypeAttributes.Abstract)) == 0 && !IsEnum(type);

    private bool IsEnum(TypeDefinition type) =>
        type.BaseType.Kind == HandleKind.TypeReference && _metadata.GetString(_metadata.GetTypeReference((TypeReferenceHandle)type.BaseType).Name) == "Enum";

    private bool IsOfObject(FieldDefinitionHandle field) => !_metadata.GetFieldDefinition(field).Attributes.HasFlag(FieldAttributes.Static);
}
