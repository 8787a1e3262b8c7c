using System.Xml.Linq;

namespace Decent.Architecture.Tests;

/// <summary>One .csproj of the repository.</summary>
/// <param name="Path">Relative to the repository.</param>
internal sealed record ProjectFile(string Path)
{
    private static readonly string[] ProductRooms = ["shared/", "edge/", "instance/"];

    public static IReadOnlyList<ProjectFile> All { get; } =
        [.. Repository.WithExtension(".csproj").Select(path => new ProjectFile(path))];

    public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    public bool IsSurface => Path.StartsWith("firmware/NanoSurface/", StringComparison.Ordinal);

    /// <summary>What ships: everything in shared, edge and instance, and the boards' twin on .NET.</summary>
    public bool IsProduct => ProductRooms.Any(room => Path.StartsWith(room, StringComparison.Ordinal))
        || (Path.StartsWith("firmware/", StringComparison.Ordinal) && Name.EndsWith(".Host", StringComparison.Ordinal));

    /// <summary>The names of the projects that this one refers to.</summary>
    public IReadOnlyList<string> References => [.. XDocument.Load(Repository.Absolute(Path))
        .Descendants("ProjectReference")
        .Select(element => element.Attribute("Include")?.Value ?? "")
        .Select(include => System.IO.Path.GetFileNameWithoutExtension(include.Replace('\\', '/')))];
}
