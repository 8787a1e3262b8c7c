using System.Reflection.Metadata;
using System.Text.RegularExpressions;
using Decent.Architecture.Tests.Metadata;

namespace Decent.Architecture.Tests.Nano;

/// <summary>What the gates take from declarations: read from what they made and, for constants, which leave no trace there, from their sources.</summary>
internal sealed partial class SurfaceUse
{
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["bool"] = "Boolean", ["byte"] = "Byte", ["char"] = "Char", ["int"] = "Int32", ["long"] = "Int64", ["nint"] = "IntPtr", ["object"] = "Object",
        ["sbyte"] = "SByte", ["short"] = "Int16", ["string"] = "String", ["uint"] = "UInt32", ["ulong"] = "UInt64", ["ushort"] = "UInt16",
    };

    private readonly IReadOnlyDictionary<string, ListedType> _declared;
    private readonly SurfaceShape _shape;
    private readonly HashSet<string> _constants;
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);
    private readonly HashSet<(string Type, string Member)> _members = [];

    /// <summary><paramref name="texts"/>: the sources that the gates compile.</summary>
    public SurfaceUse(IReadOnlyDictionary<string, ListedType> declared, SurfaceShape shape, IEnumerable<string> texts)
    {
        _declared = declared;
        _shape = shape;
        _constants = texts.SelectMany(text => Constant().Matches(text)).Select(Plain).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Adds what an assembly refers to.</summary>
    public SurfaceUse Take(AssemblyImage image)
    {
        _types.UnionWith(image.Reader.TypeReferences.Select(handle => SignatureReader.Name(image.Reader, handle)));
        foreach (var handle in image.Reader.MemberReferences)
        {
            var member = image.Reader.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference) Take(SignatureReader.Name(image.Reader, member.Parent), Line(image.Reader, member));
        }

        return this;
    }

    /// <summary>Types and members that nothing refers to and that no signature in use needs, as "type" and "type: member".</summary>
    public IReadOnlyList<string> Unused()
    {
        var needed = Needed();
        var types = _declared.Keys.Where(name => !needed.Contains(name));
        var members = _declared.Values.Where(type => needed.Contains(type.Name))
            .SelectMany(type => type.Members.Where(member => !IsUsed(type, member)).Select(member => $"{type.Name}: {member}"));
        return [.. types.Concat(members).Order(StringComparer.Ordinal)];
    }

    private void Take(string type, string line)
    {
        foreach (var listed in WithBases(type))
        {
            if (listed.Members.FirstOrDefault(member => Bare(member) == line) is not { } found) continue;
            _members.Add((listed.Name, found));
            return;
        }
    }

    // The types referred to, and those that stand in their headings and in the signatures of the members in use.
    private HashSet<string> Needed()
    {
        var needed = _types.Concat(SurfaceNeeds.OfTheCompiler.Keys.Select(key => key.Split(": ")[0])).ToHashSet(StringComparer.Ordinal);
        for (var before = -1; before != needed.Count;)
        {
            before = needed.Count;
            foreach (var type in needed.Where(_declared.ContainsKey).Select(name => _declared[name]).ToList())
            {
                needed.UnionWith(NamesIn(type.Heading));
                if (type.Name.LastIndexOf('.') is var at and > 0) needed.Add(type.Name[..at]);
                foreach (var member in type.Members.Where(member => IsUsed(type, member))) needed.UnionWith(NamesIn(member));
            }
        }

        return needed;
    }

    private bool IsUsed(ListedType type, string member)
    {
        if (_members.Contains((type.Name, member)) || SurfaceNeeds.OfTheCompiler.ContainsKey($"{type.Name}: {member}")) return true;
        if (type.Heading.StartsWith("delegate ", StringComparison.Ordinal) || SurfaceNeeds.IsMadeByTheCompiler(member)) return true;
        if (member.Contains(" = ", StringComparison.Ordinal))
        {
            return _constants.Contains(type.Name[(type.Name.LastIndexOf('.') + 1)..] + "." + member.Split(" = ")[0].Split(' ')[^1]);
        }

        return IsOwed(type, member) || _members.Contains((type.Name, OtherHalf(member)));
    }

    // An event has both or neither.
    private static string OtherHalf(string member) =>
        member.StartsWith("void add_", StringComparison.Ordinal) ? "void remove_" + member["void add_".Length..]
        : member.StartsWith("void remove_", StringComparison.Ordinal) ? "void add_" + member["void remove_".Length..] : "";

    // Something that is in use asks for it: an abstract member of a base, a member of an interface.
    private bool IsOwed(ListedType type, string member)
    {
        var line = Bare(member);
        return WithBases(type.Name).Skip(1).Where(lower => _shape.IsAbstract(lower.Name, line))
            .Concat(_shape.InterfacesOf(type.Name).Where(_declared.ContainsKey).Select(name => _declared[name]))
            .Any(lower => lower.Members.Any(other => Bare(other) == line && IsUsed(lower, other)));
    }

    private IEnumerable<ListedType> WithBases(string type)
    {
        for (string? name = type; name is not null && _declared.TryGetValue(name, out var listed); name = listed.Base ?? Root(name)) yield return listed;
    }

    private static string? Root(string name) => name == "System.Object" ? null : "System.Object";

    private static string Bare(string member) => Accessibility().Replace(member, "");

    private static string Line(MetadataReader reader, MemberReference member) => member.GetKind() == MemberReferenceKind.Method
        ? MemberLines.Method(reader.GetString(member.Name), member.DecodeMethodSignature(SignatureReader.Instance, null))
        : $"{member.DecodeFieldSignature(SignatureReader.Instance, null).Text} {reader.GetString(member.Name)}";

    private static IEnumerable<string> NamesIn(string line) =>
        Word().Matches(line.Split(" = ")[0]).Select(match => Keywords.TryGetValue(match.Value, out var name) ? "System." + name : match.Value);

    // int.MaxValue is Int32.MaxValue.
    private static string Plain(Match match)
    {
        var parts = match.Groups["last"].Value.Split('.');
        return (Keywords.TryGetValue(parts[0], out var name) ? name : parts[0]) + "." + parts[1];
    }

    // Each pair of neighbours in a dotted name.
    [GeneratedRegex(@"\b(?=(?<last>[A-Za-z_]\w*\.[A-Za-z_]\w*))")]
    private static partial Regex Constant();

    [GeneratedRegex("^(?:protected )?(?:field (?:static )?)?")]
    private static partial Regex Accessibility();

    [GeneratedRegex(@"[A-Za-z_][\w.]*")]
    private static partial Regex Word();
}
