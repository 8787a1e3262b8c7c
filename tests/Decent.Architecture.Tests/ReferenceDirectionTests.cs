namespace Decent.Architecture.Tests;

/// <summary>Protocol, then Peer, then Hosting, then the hosts: a project refers only to what stands before it.</summary>
public sealed class ReferenceDirectionTests
{
    private static readonly string[] Nothing = [];

    private static readonly string[] HostingOnly = ["Decent.Hosting"];

    /// <summary>What each project may refer to. A new product project needs its line here.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Decent.Protocol"] = Nothing,
        ["Decent.Peer"] = ["Decent.Protocol"],
        ["Decent.Content"] = Nothing,
        ["Decent.Mqtt"] = Nothing,
        ["Decent.Hosting"] = ["Decent.Protocol", "Decent.Peer", "Decent.Content", "Decent.Mqtt"],
        ["Decent.Edge"] = HostingOnly,
        ["Decent.Instance"] = HostingOnly,
        ["Decent.Firmware.Host"] = HostingOnly,
        ["Decent.World"] = ["Decent.Protocol", "Decent.Peer"],
    };

    public static TheoryData<string> Ruled => [.. Allowed.Keys];

    public static TheoryData<string> Products => [.. ProjectFile.All.Where(project => project.IsProduct).Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Ruled))]
    public void A_project_refers_only_to_what_stands_before_it(string name)
    {
        var project = ProjectFile.All.Single(candidate => candidate.Name == name);

        Assert.Equal(Nothing, project.References.Except(Allowed[name]));
    }

    [Fact]
    public void The_declarations_of_nanoFramework_refer_to_each_other_and_to_nothing_else()
    {
        var surface = ProjectFile.All.Where(project => project.IsSurface).ToList();
        var names = surface.Select(project => project.Name).Append("*").ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(surface);
        Assert.All(surface, project => Assert.Subset(names, project.References.ToHashSet(StringComparer.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Products))]
    public void Every_product_project_has_its_place_in_the_order(string name) => Assert.Contains(name, Allowed.Keys);

    [Theory]
    [MemberData(nameof(Products))]
    public void Product_code_refers_to_no_tests_and_to_no_declarations(string name)
    {
        var project = ProjectFile.All.Single(candidate => candidate.Name == name);
        var never = ProjectFile.All.Where(other => other.IsTest || other.IsSurface).Select(other => other.Name);

        Assert.Empty(project.References.Intersect(never));
    }

    [Theory]
    [MemberData(nameof(Products))]
    public void Every_product_project_has_its_tests(string name)
    {
        // The board's twin and the board are the same sources: Decent.Firmware.Tests.
        var tests = (name.EndsWith(".Host", StringComparison.Ordinal) ? name[..^".Host".Length] : name) + ".Tests";

        Assert.Contains($"tests/{tests}/{tests}.csproj", ProjectFile.All.Select(project => project.Path));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("Decent.Iot.sln").Replace('\\', '/');
        var absent = ProjectFile.All.Where(project => !solution.Contains($"\"{project.Path}\"", StringComparison.Ordinal)).ToList();

        Assert.True(absent.Count == 0, "dotnet sln add " + string.Join(' ', absent.Select(project => project.Path)));
    }
}
