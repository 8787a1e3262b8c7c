using System.Text.Json;
using System.Xml.Linq;

namespace Decent.Architecture.Tests.Nano;

/// <summary>One project of nanoFramework's own kind with its list of packages.</summary>
/// <param name="Path">The .nfproj, relative to the repository.</param>
internal sealed record NanoProject(string Path)
{
    public static IReadOnlyList<NanoProject> All { get; } = [.. Repository.WithExtension(".nfproj").Select(path => new NanoProject(path))];

    private XDocument Document { get; } = XDocument.Load(Repository.Absolute(Path));

    /// <summary>With a trailing slash.</summary>
    public string Folder => Path[..(Path.LastIndexOf('/') + 1)];

    public CompileList Compiled => new(Path);

    public string Guid => Document.Descendants().First(element => element.Name.LocalName == "ProjectGuid").Value;

    /// <summary>Simple name, version and hint path of each reference.</summary>
    public IReadOnlyList<(string Name, string Version, string Hint)> References => [.. Document.Descendants()
        .Where(element => element.Name.LocalName == "Reference")
        .Select(element => (
            element.Attribute("Include")!.Value.Split(',')[0],
            element.Attribute("Include")!.Value.Split("Version=")[1].Split(',')[0],
            element.Elements().Single(child => child.Name.LocalName == "HintPath").Value.Replace('\\', '/')))];

    /// <summary>id.version of each package, as its folder is called.</summary>
    public IReadOnlyList<string> Packages => [.. XDocument.Load(Repository.Absolute(Folder + "packages.config")).Descendants("package")
        .Select(package => $"{package.Attribute("id")?.Value}.{package.Attribute("version")?.Value}")];

    /// <summary>The same from packages.lock.json, as far as it goes, with the content's hash; empty without one.</summary>
    public IReadOnlyDictionary<string, string> Locked => JsonDocument.Parse(Repository.Read(Folder + "packages.lock.json")).RootElement
        .GetProperty("dependencies").GetProperty(".NETnanoFramework,Version=v1.0").EnumerateObject()
        .ToDictionary(
            package => $"{package.Name}.{package.Value.GetProperty("resolved").GetString()}",
            package => package.Value.TryGetProperty("contentHash", out var hash) ? hash.GetString()! : "");
}
