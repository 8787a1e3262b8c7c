using System.Reflection.Metadata;

namespace Decent.Architecture.Tests.Nano;

/// <summary>What nanoFramework's tools would build is what is compiled and tested here.</summary>
public sealed class NanoProjectTests
{
    private const string Gates = "firmware/NanoSurface/";

    /// <summary>Each project beside the gate that compiles the same, and what that gate makes.</summary>
    private static readonly (string Project, string Gate, string Assembly)[] Twins =
    [
        ("firmware/Decent.Firmware/Decent.Firmware.nfproj", Gates + "Gate/Decent.Small.Gate.csproj", "Decent.Small"),
        ("firmware/Decent.Firmware.Virtual/Decent.Firmware.Virtual.nfproj", Gates + "Gate.Virtual/Decent.Small.Virtual.Gate.csproj", "Decent.Small.Virtual"),
        ("firmware/Decent.Firmware.Tests/Decent.Firmware.Tests.nfproj", Gates + "Gate.Tests/Decent.Small.Tests.Gate.csproj", "Decent.Small.Tests"),
    ];

    private static readonly string[] BoardOnly =
        ["System.Device.Wifi", "System.Device.Gpio", "nanoFramework.Hardware.Esp32", "nanoFramework.Networking.Sntp"];

    public static TheoryData<string> Projects => [.. NanoProject.All.Select(project => project.Path)];

    [Fact]
    public void Each_project_has_a_gate() =>
        Assert.Equal(NanoProject.All.Select(project => project.Path).Order(), Twins.Select(twin => twin.Project).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void Each_compiled_file_exists_and_is_named_once(string path)
    {
        var files = Of(path).Compiled.Files;

        Assert.All(files, file => Assert.True(File.Exists(Repository.Absolute(file)), file));
        Assert.Equal(files.Count, files.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Each_source_below_a_project_is_compiled_by_it(string path)
    {
        var project = Of(path);
        var there = Repository.WithExtension(".cs").Where(file => file.StartsWith(project.Folder, StringComparison.Ordinal));

        Assert.Empty(there.Except(project.Compiled.Files));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_and_its_gate_compile_the_same(string path)
    {
        var gate = Twins.Single(twin => twin.Project == path).Gate;

        Assert.Equal(new CompileList(gate).Files, Of(path).Compiled.Files);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void What_a_project_says_of_itself_is_compiled_by_its_gate(string path)
    {
        var gate = new CompileList(Twins.Single(twin => twin.Project == path).Gate);

        Assert.Contains(Of(path).Folder + "Properties/AssemblyInfo.cs", gate.Files);
    }

    [Fact]
    public void The_simulated_board_compiles_the_boards_list()
    {
        const string host = "firmware/Decent.Firmware.Host/Decent.Firmware.Host.csproj";
        const string nodes = "firmware/Decent.Firmware/Decent.Firmware.projitems";

        Assert.Equal([nodes], new CompileList(host).Lists.Select(list => list.Path));
        Assert.All(NanoProject.All, project => Assert.Contains(nodes, project.Compiled.Lists.Select(list => list.Path)));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Hint_paths_and_packages_name_the_same_versions(string path)
    {
        var project = Of(path);
        var hinted = project.References.Select(reference => reference.Hint.Split('/')).ToList();

        Assert.All(hinted, parts => Assert.Equal(["..", "packages"], parts[..2]));
        Assert.Equal(project.Packages.Order(), hinted.Select(parts => parts[2]).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_lock_file_names_packages_of_the_project_each_with_its_hash(string path)
    {
        // One without a hash would be compared with the true one, and refused; a missing one is filled in by a plain restore.
        var project = Of(path);

        Assert.NotEmpty(project.Locked);
        Assert.Empty(project.Locked.Keys.Except(project.Packages));
        Assert.All(project.Locked.Values, hash => Assert.Equal(64, Convert.FromBase64String(hash).Length));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_reference_is_called_as_its_file_and_has_its_packages_version(string path)
    {
        foreach (var (name, version, hint) in Of(path).References)
        {
            Assert.Equal(name, Path.GetFileNameWithoutExtension(hint));
            // The launcher of tests is the one assembly without a version.
            Assert.True(version == "0.0.0.0" || hint.Split('/')[2].EndsWith(string.Join('.', version.Split('.')[..3]), StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public void A_package_has_one_version_and_one_hash_everywhere()
    {
        var all = NanoProject.All.SelectMany(project => project.Locked).Distinct().ToList();

        Assert.Equal(all.Count, all.Select(package => package.Key).Distinct().Count());

        var packages = NanoProject.All.SelectMany(project => project.Packages).Distinct().ToList();

        Assert.Equal(packages.Count, packages.Select(package => string.Join('.', package.Split('.')[..^3])).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_to_every_assembly_that_its_sources_use(string path)
    {
        using var small = Surface.Small(Twins.Single(twin => twin.Project == path).Assembly);
        var used = small.Reader.AssemblyReferences.Select(handle => small.Reader.GetString(small.Reader.GetAssemblyReference(handle).Name));

        Assert.Empty(used.Except(Of(path).References.Select(reference => reference.Name)));
    }

    [Fact]
    public void The_virtual_device_needs_nothing_that_only_a_board_has()
    {
        var project = Of(Twins[1].Project);

        Assert.Empty(project.References.Select(reference => reference.Name).Intersect(BoardOnly));
        Assert.DoesNotContain(project.Compiled.Files, file => file.Contains("/Board/", StringComparison.Ordinal));
    }

    [Fact]
    public void The_nano_projects_have_a_solution_of_their_own()
    {
        var own = Repository.Read("firmware/Decent.Firmware.sln");

        Assert.DoesNotContain(".nfproj", Repository.Read("Decent.Iot.sln"), StringComparison.Ordinal);
        Assert.All(NanoProject.All, project => Assert.Contains(
            $"\"{project.Path["firmware/".Length..].Replace('/', '\\')}\", \"{{{project.Guid.ToUpperInvariant()}}}\"", own, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_list_is_compiled_by_a_gate()
    {
        var compiled = Twins.SelectMany(twin => new CompileList(twin.Gate).Lists).Select(list => list.Path).Distinct();

        Assert.Empty(Projitems.All.Select(list => list.Path).Except(compiled));
    }

    [Fact]
    public void Every_case_has_a_test_on_the_device()
    {
        const string folder = "firmware/Decent.Firmware.Tests/";
        var wrappers = string.Concat(Repository.WithExtension(".cs")
            .Where(file => file.StartsWith(folder, StringComparison.Ordinal) && file.Count(c => c == '/') == 2)
            .Select(Repository.Read));
        var cases = Repository.WithExtension(".cs").Where(file => file.StartsWith(folder + "Cases/", StringComparison.Ordinal))
            .Where(file => Path.GetFileName(file) != "Outcome.cs")
            .SelectMany(file => Repository.Read(file).Split("public static string ").Skip(1)
                .Select(rest => $"{Path.GetFileNameWithoutExtension(file)}.{rest[..rest.IndexOf('(', StringComparison.Ordinal)]}("))
            .ToList();

        Assert.NotEmpty(cases);
        Assert.All(cases, name => Assert.Contains(name, wrappers, StringComparison.Ordinal));
    }

    private static NanoProject Of(string path) => NanoProject.All.Single(project => project.Path == path);
}
