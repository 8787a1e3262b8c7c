using System.Xml.Linq;

namespace Decent.Architecture.Tests;

/// <summary>One list of Small sources.</summary>
/// <param name="Path">The .projitems file, relative to the repository.</param>
internal sealed record Projitems(string Path)
{
    private const string Here = "$(MSBuildThisFileDirectory)";

    public static IReadOnlyList<Projitems> All { get; } =
        [.. Repository.WithExtension(".projitems").Select(path => new Projitems(path))];

    /// <summary>The folder of the list, relative to the repository, with a trailing slash.</summary>
    public string Folder { get; } = Path[..(Path.LastIndexOf('/') + 1)];

    /// <summary>The sources that the list names, relative to the repository.</summary>
    public IReadOnlyList<string> ListedFiles => [.. Includes(Path).Select(include => Resolve(include))];

    /// <summary>
    /// The sources that lie in the list's folder and below, but for folders with a list of their own. AssemblyInfo.cs belongs to the .nfproj alone.
    /// </summary>
    public IReadOnlyList<string> FilesOnDisk => [.. Repository.WithExtension(".cs")
        .Where(file => file.StartsWith(Folder, StringComparison.Ordinal))
        .Where(file => !All.Any(other => other.Folder.Length > Folder.Length && file.StartsWith(other.Folder, StringComparison.Ordinal)))
        .Where(file => !file.EndsWith("/Properties/AssemblyInfo.cs", StringComparison.Ordinal))];

    public static IEnumerable<string> Includes(string project) => XDocument.Load(Repository.Absolute(project))
        .Descendants()
        .Where(element => element.Name.LocalName == "Compile")
        .Select(element => element.Attribute("Include")?.Value ?? "");

    private string Resolve(string include) =>
        Folder + include.Replace(Here, "", StringComparison.Ordinal).Replace('\\', '/');
}
