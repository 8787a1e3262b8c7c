using System.Reflection;
using System.Reflection.Metadata;

namespace Decent.Architecture.Tests.Metadata;

/// <summary>The public face of one assembly, read from a listing or made from an assembly's own metadata in the same words.</summary>
internal sealed class ApiListing
{
    private ApiListing(string assembly, string version)
    {
        Assembly = assembly;
        Version = version;
    }

    public string Assembly { get; }

    public string Version { get; }

    public Dictionary<string, ListedType> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>The folder of the listings of the real libraries, beside the working copy; absent on most machines.</summary>
    public static string TrueFolder => Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "nanoframework-api"));

    /// <summary>Reads <c># name version</c>, then headings without and members with two spaces of indentation.</summary>
    public static ApiListing Read(string path)
    {
        var lines = File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var title = lines[0].Split(' ');
        var listing = new ApiListing(title[1], title[2]);
        ListedType? type = null;
        foreach (var line in lines.Skip(1))
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                type?.Members.Add(line[2..]);
                continue;
            }

            var words = line.Split(' ');
            type = new ListedType(line, words[1], words.Length == 4 ? words[3] : null, new(StringComparer.Ordinal));
            listing.Types[type.Name] = type;
        }

        return listing;
    }

    /// <summary>Describes what an assembly declares for others: public and protected, not private and not internal.</summary>
    public static ApiListing Of(AssemblyImage image)
    {
        var listing = new ApiListing(image.Name, image.Version.ToString());
        foreach (var handle in image.Types)
        {
            if (!IsVisible(image.Reader, handle))
            {
                continue;
            }

            var type = Describe(image.Reader, handle);
            listing.Types[type.Name] = type;
        }

        return listing;
    }

    /// <summary>True when a type of this name, or one of its bases within <paramref name="all"/>, has the member line.</summary>
    public static bool Has(IReadOnlyDictionary<string, ListedType> all, string type, string member)
    {
        for (string? name = type; name is not null && all.TryGetValue(name, out var listed); name = listed.Base ?? Root(name))
        {
            if (listed.Members.Contains(member) || listed.Members.Contains("protected " + member))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Root(string name) => name == "System.Object" ? null : "System.Object";

    private static bool IsVisible(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var visible = (type.Attributes & TypeAttributes.VisibilityMask)
            is TypeAttributes.Public or TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem;
        var outer = type.GetDeclaringType();
        return visible && (outer.IsNil || IsVisible(reader, outer));
    }

    private static ListedType Describe(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = SignatureReader.Name(reader, handle);
        var parent = type.BaseType.IsNil ? "" : SignatureReader.Name(reader, type.BaseType);
        var kind = type.Attributes.HasFlag(TypeAttributes.Interface) ? "interface" : parent switch
        {
            "System.Enum" => "enum",
            "System.ValueType" => "struct",
            "System.MulticastDelegate" => "delegate",
            _ => "class",
        };
        var shown = kind == "class" && parent is not ("" or "System.Object") ? parent : null;
        var heading = shown is null ? $"{kind} {name}" : $"{kind} {name} : {shown}";
        return new ListedType(heading, name, shown, [.. MemberLines.Of(reader, type)]);
    }
}
