using System.Xml.Linq;

namespace Decent.Architecture.Tests.Nano;

/// <summary>The sources that a project file of either kind names: its own items, and those of the lists that it imports.</summary>
/// <param name="Path">The project, relative to the repository.</param>
internal sealed record CompileList(string Path)
{
    private XDocument Document { get; } = XDocument.Load(Repository.Absolute(Path));

    /// <summary>Relative to the repository, sorted, as often as they are named.</summary>
    public IReadOnlyList<string> Files => [.. Lists.SelectMany(list => list.ListedFiles).Concat(Own).Order(StringComparer.Ordinal)];

    public IReadOnlyList<Projitems> Lists => [.. Attributes("Import", "Project")
        .Where(import => import.EndsWith(".projitems", StringComparison.Ordinal))
        .Select(import => new Projitems(Resolve(import)))];

    private IEnumerable<string> Own => Attributes("Compile", "Include").SelectMany(Expand);

    private IEnumerable<string> Attributes(string element, string attribute) => Document.Descendants()
        .Where(found => found.Name.LocalName == element)
        .Select(found => found.Attribute(attribute)?.Value ?? "");

    private IEnumerable<string> Expand(string include)
    {
        var file = Resolve(include);
        return file.EndsWith("/*.cs", StringComparison.Ordinal)
            ? Repository.WithExtension(".cs").Where(other => other[..(other.LastIndexOf('/') + 1)] == file[..^4])
            : [file];
    }

    private string Resolve(string path) => Repository.Relative(System.IO.Path.GetFullPath(
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Repository.Absolute(Path))!, path.Replace('\\', '/'))));
}
