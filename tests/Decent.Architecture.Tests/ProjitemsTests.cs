using System.Xml.Linq;

namespace Decent.Architecture.Tests;

/// <summary>Small sources are listed by hand, because the device's build lists them: the lists and the folders agree.</summary>
public sealed class ProjitemsTests
{
    public static TheoryData<string> Lists => [.. Projitems.All.Select(list => list.Path)];

    [Fact]
    public void Protocol_and_Peer_have_their_lists()
    {
        var paths = Projitems.All.Select(list => list.Path).ToList();

        Assert.Contains("shared/Decent.Protocol/Decent.Protocol.projitems", paths);
        Assert.Contains("shared/Decent.Peer/Decent.Peer.projitems", paths);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_list_names_exactly_the_sources_of_its_folder(string path)
    {
        var list = Projitems.All.Single(candidate => candidate.Path == path);
        var listed = list.ListedFiles.Order(StringComparer.Ordinal).ToList();

        Assert.Equal(list.FilesOnDisk.Order(StringComparer.Ordinal), listed);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_list_is_compiled_by_the_gate(string path)
    {
        var gate = Repository.Read("firmware/NanoSurface/Gate/Decent.Small.Gate.csproj");

        Assert.Contains(path[path.IndexOf('/', StringComparison.Ordinal)..], gate, StringComparison.Ordinal);
    }

    [Fact]
    public void The_device_project_compiles_the_same_lists()
    {
        var project = Device();
        var folder = Path.GetDirectoryName(Repository.Absolute(project))!;
        var imported = XDocument.Load(Repository.Absolute(project)).Descendants()
            .Where(element => element.Name.LocalName == "Import")
            .Select(element => element.Attribute("Project")?.Value ?? "")
            .Where(import => import.EndsWith(".projitems", StringComparison.Ordinal))
            .Select(import => new Projitems(Repository.Relative(Path.GetFullPath(Path.Combine(folder, Local(import))))))
            .SelectMany(list => list.ListedFiles);
        var own = Projitems.Includes(project)
            .Select(include => Repository.Relative(Path.GetFullPath(Path.Combine(folder, Local(include)))))
            .Where(file => !file.EndsWith("/Properties/AssemblyInfo.cs", StringComparison.Ordinal));

        var compiled = imported.Concat(own).Order(StringComparer.Ordinal);

        Assert.Equal(Projitems.All.SelectMany(list => list.ListedFiles).Order(StringComparer.Ordinal), compiled);
    }

    [Fact]
    public void The_device_project_and_its_packages_name_the_same_versions()
    {
        var project = Device();
        var packages = XDocument.Load(Repository.Absolute(Path.GetDirectoryName(project) + "/packages.config"))
            .Descendants("package")
            .Select(package => $"{package.Attribute("id")?.Value}.{package.Attribute("version")?.Value}")
            .ToHashSet(StringComparer.Ordinal);
        var hints = XDocument.Load(Repository.Absolute(project)).Descendants()
            .Where(element => element.Name.LocalName == "HintPath")
            .Select(element => element.Value.Replace('\\', '/').Split('/'))
            .Select(parts => parts[Array.IndexOf(parts, "packages") + 1])
            .ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(hints);
        Assert.Subset(packages, hints);
    }

    private static string Device()
    {
        var project = Repository.WithExtension(".nfproj").FirstOrDefault(file => !file.Contains("Tests", StringComparison.Ordinal));
        Assert.SkipWhen(project is null, "there is no .nfproj yet");
        return project!;
    }

    private static string Local(string path) =>
        path.Replace("$(MSBuildThisFileDirectory)", "", StringComparison.Ordinal)
            .Replace("$(MSBuildProjectDirectory)", ".", StringComparison.Ordinal)
            .Replace('\\', '/');
}
